// SPDX-License-Identifier: MIT
// OpenCode: the windows of a subscription, or Zen's month and balance, and what was spent here.
"use strict";

var SESSION_MS = 5 * 3600 * 1000;
var WEEK_MS = 7 * 24 * 3600 * 1000;
var NOT_CONFIGURED = "OpenCode not configured. Sign in at opencode.ai and set the cookie, " +
  "or use OpenCode locally first.";

function windowLine(ctx, label, window, periodMs) {
  return ctx.line.progress({
    label: label,
    used: Math.max(0, window.percent),
    resetsAt: window.resetsAt,
    periodDurationMs: periodMs
  });
}

function subscriptionLines(ctx, windows) {
  var lines = [windowLine(ctx, "Session", windows.rolling, SESSION_MS)];
  if (windows.weekly) lines.push(windowLine(ctx, "Weekly", windows.weekly, WEEK_MS));
  return lines;
}

function monthlyLine(ctx, billing) {
  if (!(billing.monthlyLimit > 0)) {
    return ctx.line.text({ label: "Monthly", value: ctx.fmt.usd(billing.monthlyUsage) });
  }
  return ctx.line.progress({
    label: "Monthly",
    used: Math.max(0, billing.monthlyUsage),
    limit: billing.monthlyLimit,
    format: { kind: "dollars" },
    resetsAt: ctx.util.nextUtc("month", Date.parse(ctx.nowIso))
  });
}

function billingLines(ctx, billing) {
  var lines = [];
  if (billing.monthlyUsage !== null) lines.push(monthlyLine(ctx, billing));
  if (billing.balance !== null) {
    lines.push(ctx.line.text({ label: "Balance", value: ctx.fmt.usd(billing.balance) }));
  }
  return lines;
}

function webResult(ctx, cookie) {
  var workspace = configuredWorkspace(ctx) || askWorkspace(ctx, cookie);
  var answer = askSubscription(ctx, cookie, workspace);
  if (answer.found !== null) {
    return { plan: "Subscription", source: "web", lines: subscriptionLines(ctx, answer.found) };
  }
  if (!answer.isNone) {
    ctx.fail.invalid("Could not read the OpenCode usage page; it may have changed.");
  }
  var billing = askBilling(ctx, cookie, workspace);
  if (billing === null) {
    ctx.fail.config("No subscription usage data for this OpenCode workspace.",
      "Set workspaceId to choose another workspace.");
  }
  return {
    plan: billing.isSubscribed ? "Subscription" : "Zen",
    source: "web",
    lines: billingLines(ctx, billing)
  };
}

function localResult(ctx) {
  var totals = localTotals(ctx);
  if (!totals.isThere) ctx.fail.auth(NOT_CONFIGURED);
  if (totals.lines.length === 0 && totals.isDamaged) {
    ctx.fail.invalid("Could not read the database of OpenCode.");
  }
  if (totals.lines.length === 0) {
    var badge = { label: "Status", text: "No usage data", color: "#a3a3a3" };
    return { source: "local", lines: [ctx.line.badge(badge)] };
  }
  return { source: "local", lines: totals.lines };
}

function probe(ctx) {
  if (ctx.sourceMode === "local") return localResult(ctx);
  var cookie = sessionCookie(ctx);
  if (cookie === null && ctx.sourceMode === "web") ctx.fail.auth(NOT_CONFIGURED);
  if (cookie === null) return localResult(ctx);
  var result = webResult(ctx, cookie);
  if (ctx.sourceMode === "auto") result.lines = result.lines.concat(localTotals(ctx).lines);
  return result;
}

var __usagestat_plugin = { id: "opencode", probe: probe };
