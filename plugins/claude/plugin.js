// SPDX-License-Identifier: MIT
// Claude: the rolling five-hour window, the weekly windows (overall and per model), extra usage.
"use strict";

var WEEK_MS = 7 * 24 * 3600 * 1000;
var SESSION_MS = 5 * 3600 * 1000;

// Windows of the usage answer in the order of the lines; of several names the first that is there.
var WINDOWS = [
  { label: "Session", names: ["five_hour"], kind: "session", periodMs: SESSION_MS },
  { label: "Weekly", names: ["seven_day"], kind: "weekly_all", periodMs: WEEK_MS },
  { label: "Sonnet", names: ["seven_day_sonnet"], periodMs: WEEK_MS },
  { label: "Opus", names: ["seven_day_opus"], periodMs: WEEK_MS },
  { label: "Claude Design", names: ["seven_day_design", "seven_day_omelette", "omelette_promotional"], periodMs: WEEK_MS },
  {
    label: "Routines",
    names: ["seven_day_routines", "seven_day_claude_routines", "claude_routines", "routines", "routine", "seven_day_cowork", "cowork"],
    periodMs: WEEK_MS
  }
];

function planOf(ctx, subscription, tier) {
  var plan = ctx.fmt.planLabel(subscription);
  var times = /(\d+)x/.exec(ctx.util.text(tier));
  return plan && times ? plan + " " + times[1] + "x" : plan || null;
}

function percentLine(ctx, label, used, resetsAt, periodMs) {
  if (typeof used !== "number") return null;
  return ctx.line.progress({
    label: label,
    used: Math.max(0, used),
    limit: 100,
    format: { kind: "percent" },
    resetsAt: ctx.util.toIso(resetsAt),
    periodDurationMs: periodMs
  });
}

function isObject(value) { return Object(value) === value; }

function limitEntries(usage, kind) {
  return (Array.isArray(usage.limits) ? usage.limits : []).filter(function (entry) { return isObject(entry) && entry.kind === kind; });
}

// A window of the flat answer, else the entry of limits[] that stands for it.
function windowLine(ctx, usage, wanted) {
  var name = wanted.names.find(function (key) { return isObject(usage[key]); });
  if (name) return percentLine(ctx, wanted.label, usage[name].utilization, usage[name].resets_at, wanted.periodMs);
  var entry = wanted.kind ? limitEntries(usage, wanted.kind)[0] : null;
  return entry ? percentLine(ctx, wanted.label, entry.percent, entry.resets_at, wanted.periodMs) : null;
}

function slug(ctx, value) {
  return ctx.util.text(value).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

// Weekly windows of single models, which only limits[] tells.
function scopedLines(ctx, usage, taken) {
  return limitEntries(usage, "weekly_scoped").map(function (entry) {
    var model = Object(Object(entry.scope).model);
    var label = ctx.util.firstText(model.display_name, model.id);
    var isAll = slug(ctx, model.display_name) === "all-models" || /(^|-)all-models$/.test(slug(ctx, model.id));
    if (label === null || isAll || taken.includes(label.toLowerCase())) return null;
    var line = percentLine(ctx, label, entry.percent, entry.resets_at, WEEK_MS);
    if (line) taken.push(label.toLowerCase());
    return line;
  });
}

function extraUsageLine(ctx, extra) {
  if (extra.is_enabled !== true) return null;
  var used = ctx.util.number(extra.used_credits) || 0;
  var limit = ctx.util.number(extra.monthly_limit);
  if (limit === null) limit = ctx.util.number(extra.monthly_credit_limit);
  if (limit > 0) {
    return ctx.line.progress({
      label: "Extra usage spent",
      used: ctx.fmt.dollars(used),
      limit: ctx.fmt.dollars(limit),
      format: { kind: "dollars" },
      resetsAt: ctx.util.nextUtc("month", Date.now())
    });
  }
  return used > 0 ? ctx.line.text({ label: "Extra usage spent", value: ctx.fmt.usd(used / 100) }) : null;
}

function usageLines(ctx, usage) {
  function isThere(line) { return line !== null; }
  var lines = WINDOWS.map(function (wanted) { return windowLine(ctx, usage, wanted); }).filter(isThere);
  var taken = lines.map(function (line) { return line.label.toLowerCase(); });
  lines = lines.concat(scopedLines(ctx, usage, taken), [extraUsageLine(ctx, Object(usage.extra_usage))]).filter(isThere);
  return lines.length ? lines : [ctx.line.badge({ label: "Status", text: "No usage data", color: "#a3a3a3" })];
}

// The ways that the mode allows, in order; each gives null when its credential is not there.
function ways(ctx) {
  if (ctx.sourceMode === "oauth") return [probeOauth];
  if (ctx.sourceMode === "web") return [probeWeb];
  if (ctx.sourceMode === "api") return [probeApi];
  return [probeApi, probeOauth, probeWeb];
}

function probe(ctx) {
  var failure = null;
  var all = ways(ctx);
  for (var i = 0; i < all.length; i++) {
    try {
      var result = all[i](ctx);
      if (result !== null) return result;
    } catch (error) {
      // A refused credential makes room for the next way.
      if (error.kind !== "auth" && error.kind !== "permission") throw error;
      failure = failure || error;
    }
  }
  if (failure) throw failure;
  var hint = ctx.sourceMode === "api" ? "Mode api needs an Admin key: set ANTHROPIC_ADMIN_KEY." : "";
  ctx.fail.auth("Not logged in. Run `claude` to authenticate, or set CLAUDE_AI_SESSION_KEY.", hint);
}

var __usagestat_plugin = { id: "claude", probe: probe };
