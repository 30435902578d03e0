// SPDX-License-Identifier: MIT
// Codex: the five-hour and weekly windows, those of single models, reviews, credits.
"use strict";

var WEEK_MS = 7 * 24 * 3600 * 1000;
var SESSION_MS = 5 * 3600 * 1000;
var DOLLARS_PER_CREDIT = 0.04;
var MOST_MODELS = 50;

function lengthMs(ctx, window) {
  var seconds = window ? ctx.util.number(window.limit_window_seconds) : null;
  return seconds > 0 ? seconds * 1000 : null;
}

// { session, weekly } of a rate limit: by each window's own length, else by its slot.
function classify(ctx, limit) {
  var windows = [limit.primary_window, limit.secondary_window].map(function (window) { return Object(window) === window ? window : null; });
  var names = windows.map(function (window) {
    return { 18000000: "session", 604800000: "weekly" }[lengthMs(ctx, window)] || null;
  });
  var result = { session: null, weekly: null };
  names.forEach(function (name, slot) {
    if (name && !result[name]) result[name] = { window: windows[slot], slot: slot };
  });
  ["session", "weekly"].forEach(function (name, slot) {
    if (windows[slot] && !names[slot] && !result[name]) result[name] = { window: windows[slot], slot: slot };
  });
  return result;
}

function resetOf(ctx, window) {
  var at = ctx.util.number(window.reset_at);
  if (at !== null) return ctx.util.toIso(at);
  var after = ctx.util.number(window.reset_after_seconds);
  return after === null ? null : ctx.util.toIso(Date.now() + after * 1000);
}

function windowLine(ctx, label, window, periodMs, fallbackUsed) {
  if (Object(window) !== window) return null;
  var used = ctx.util.number(window.used_percent);
  if (used === null) used = ctx.util.number(fallbackUsed);
  if (used === null) return null;
  return ctx.line.progress({
    label: label,
    used: used,
    limit: 100,
    format: { kind: "percent" },
    resetsAt: resetOf(ctx, window),
    periodDurationMs: lengthMs(ctx, window) || periodMs
  });
}

// Body value first; a header stands in for a slot without one.
function mainLines(ctx, usage, headers) {
  var fallbacks = [headers["x-codex-primary-used-percent"], headers["x-codex-secondary-used-percent"]];
  var limit = Object(usage.rate_limit);
  var found = classify(ctx, {
    primary_window: limit.primary_window || (ctx.util.number(fallbacks[0]) !== null ? {} : null),
    secondary_window: limit.secondary_window || (ctx.util.number(fallbacks[1]) !== null ? {} : null)
  });
  return [["Session", found.session, SESSION_MS], ["Weekly", found.weekly, WEEK_MS]].map(function (row) {
    return row[1] ? windowLine(ctx, row[0], row[1].window, row[2], fallbacks[row[1].slot]) : null;
  });
}

function hasWindows(limit) {
  return Object(limit.primary_window) === limit.primary_window || Object(limit.secondary_window) === limit.secondary_window;
}

// Objects of a rate limit that are named after a model, as [{ name, limit }]: a rate limit or a single window.
function namedLimits(limit) {
  return Object.keys(limit).reduce(function (found, key) {
    var value = limit[key];
    if (/^(primary_window|secondary_window|individual_limit)$/.test(key) || Object(value) !== value) return found;
    if (hasWindows(value)) found.push({ name: key, limit: value });
    else if (value.used_percent !== undefined) found.push({ name: key, limit: { primary_window: value } });
    return found;
  }, []);
}

// The limits of single models. Older answers have no list but model-named objects inside rate_limit.
function additionalLimits(usage) {
  var entries = Array.isArray(usage.additional_rate_limits) ? usage.additional_rate_limits : [];
  if (entries.length === 0) return namedLimits(Object(usage.rate_limit));
  return entries.filter(function (entry) { return Object(entry) === entry; }).map(function (entry) {
    var limit = Object(entry.rate_limit);
    var inner = hasWindows(limit) ? null : namedLimits(limit)[0];
    return { name: entry.limit_name, limit: inner ? inner.limit : limit };
  });
}

function additionalLines(ctx, usage) {
  return additionalLimits(usage).slice(0, MOST_MODELS).reduce(function (lines, entry) {
    var name = ctx.util.firstText(entry.name) || "Model";
    var label = name.replace(/^GPT-[\d.]+-Codex-/i, "").trim() || name;
    var found = classify(ctx, entry.limit);
    return lines.concat([
      found.session && windowLine(ctx, label, found.session.window, SESSION_MS),
      found.weekly && windowLine(ctx, label + " Weekly", found.weekly.window, WEEK_MS)
    ]);
  }, []);
}

function resetsLine(ctx, usage, extras) {
  var count = ctx.util.number(Object(extras.resets).available_count);
  if (count === null) count = ctx.util.number(Object(usage.rate_limit_reset_credits).available_count);
  return count === null ? null : ctx.line.text({ label: "Rate Limit Resets", value: count + " available" });
}

function creditsLine(ctx, usage, headers) {
  var credits = Object(usage.credits);
  if (credits.unlimited === true) return ctx.line.text({ label: "Credits", value: "Unlimited" });
  var balance = ctx.util.number(credits.balance);
  if (balance === null) balance = ctx.util.number(headers["x-codex-credits-balance"]);
  if (balance === null && credits.has_credits === false) balance = 0;
  if (balance === null) return null;
  var whole = Math.floor(balance);
  return ctx.line.text({ label: "Credits", value: ctx.fmt.usd(whole * DOLLARS_PER_CREDIT) + " · " + whole + " credits" });
}

function individualLimit(usage) {
  return [usage.individual_limit, Object(usage.rate_limit).individual_limit, Object(usage.spend_control).individual_limit].find(
    function (limit) { return Object(limit) === limit; }) || null;
}

function limitLine(ctx, used, limit, resetsAt) {
  if (!(limit > 0) || used === null) return null;
  return ctx.line.progress({ label: "Credit limit", used: used, limit: limit, format: { kind: "count", suffix: "credits" }, resetsAt: resetsAt });
}

function creditLimitLine(ctx, usage, extras) {
  var own = individualLimit(usage);
  if (own) {
    var limit = ctx.util.number(own.limit);
    var used = ctx.util.number(own.used);
    var left = ctx.util.number(own.remaining_percent);
    if (used === null && left !== null) used = limit * (100 - left) / 100;
    return limitLine(ctx, used, limit, ctx.util.toIso(own.reset_at || own.resets_at));
  }
  var effective = Object(Object(extras.spending).effective_monthly_limit);
  if (/^(none|off|disabled|no_limit)$/.test(ctx.util.text(effective.enforcement_mode))) return null;
  return limitLine(ctx, ctx.util.number(Object(extras.spending).current_month_usage) || 0, ctx.util.number(effective.limit), null);
}

function linesOf(ctx, answer) {
  var usage = answer.usage;
  var reviews = Object(usage.code_review_rate_limit).primary_window;
  var lines = mainLines(ctx, usage, answer.headers).concat(additionalLines(ctx, usage), [
    windowLine(ctx, "Reviews", reviews, WEEK_MS),
    resetsLine(ctx, usage, answer.extras),
    creditsLine(ctx, usage, answer.headers),
    creditLimitLine(ctx, usage, answer.extras)
  ]).filter(function (line) { return line !== null; });
  return lines.length ? lines : [ctx.line.badge({ label: "Status", text: "No usage data", color: "#a3a3a3" })];
}

function planOf(ctx, plan) {
  return ctx.util.lookUp({ prolite: "Pro 5x", pro: "Pro 20x" }, plan) || ctx.fmt.planLabel(plan) || null;
}

function ways(ctx) {
  if (ctx.sourceMode === "oauth") return [askOauth];
  if (ctx.sourceMode === "api") return [askApi];
  if (ctx.sourceMode === "cli") return [askCli];
  return [askOauth, askApi, askCli];
}

// A refused credential makes room for the next way; the program is the last resort, whose own troubles are not the user's.
function isPassable(ctx, way, error) {
  return error.kind === "auth" || (way === askCli && ctx.sourceMode === "auto");
}

function firstAnswer(ctx) {
  var failure = null;
  var all = ways(ctx);
  for (var i = 0; i < all.length; i++) {
    try {
      var answer = all[i](ctx);
      if (answer !== null) return answer;
    } catch (error) {
      if (!isPassable(ctx, all[i], error)) throw error;
      if (error.kind === "auth") failure = failure || error;
      else ctx.host.log.warn("codex app-server: " + error.message);
    }
  }
  if (failure) throw failure;
  if (hasPlatformKey(ctx)) ctx.fail.auth("Usage not available for API key. Sign in with ChatGPT: `codex login`.");
  ctx.fail.auth(NOT_LOGGED_IN, ctx.sourceMode === "api" ? "Mode api needs a personal access token: set apiKey in the config." : "");
}

function probe(ctx) {
  var answer = firstAnswer(ctx);
  return { plan: planOf(ctx, answer.plan), account: answer.account, source: answer.source, lines: linesOf(ctx, answer) };
}

var __usagestat_plugin = { id: "codex", probe: probe };
