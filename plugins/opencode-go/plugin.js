// SPDX-License-Identifier: MIT
// OpenCode Go: three windows by key or by cookie, else estimated, and what was spent here.
"use strict";

var NOT_DETECTED =
  "OpenCode Go not detected. Log in with OpenCode Go or use it locally first.";

function withStatus(ctx, result) {
  if (result.lines.length === 0) {
    var badge = { label: "Status", text: "No usage data", color: "#a3a3a3" };
    result.lines = [ctx.line.badge(badge)];
  }
  return result;
}

// Spending of a key without the plan is told, but no windows are made of it.
function localResult(ctx, events, failure) {
  var hasPlan = failure === null || failure.message !== NO_SUBSCRIPTION;
  var lines = (hasPlan ? estimateLines(ctx, events) : []).concat(ctx.util.spendLines(events));
  if (lines.length === 0) {
    if (failure !== null) throw failure;
    ctx.fail.auth(NOT_DETECTED);
  }
  if (failure !== null) ctx.host.log.warn(failure.message);
  return { plan: "Go", source: "local", lines: lines };
}

function probe(ctx) {
  if (ctx.sourceMode === "local") return localResult(ctx, localEvents(ctx), null);
  if (ctx.sourceMode !== "auto") {
    var isWeb = ctx.sourceMode === "web";
    var asked = (isWeb ? webResult : apiResult)(ctx);
    if (asked !== null) return withStatus(ctx, asked);
    ctx.fail.auth(NOT_DETECTED, isWeb ? "Set both the cookie and the workspaceId." : "Set apiKey.");
  }
  var outcome = ctx.util.firstOf([apiResult, webResult]);
  var events = localEvents(ctx);
  if (outcome.result === null) return localResult(ctx, events, outcome.failure);
  outcome.result.lines = outcome.result.lines.concat(ctx.util.spendLines(events));
  return withStatus(ctx, outcome.result);
}

var __usagestat_plugin = { id: "opencode-go", probe: probe };
