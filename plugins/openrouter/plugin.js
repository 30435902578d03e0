// SPDX-License-Identifier: MIT
// OpenRouter: prepaid credits of the account and the spend limit of one API key.
"use strict";

var DEFAULT_BASE = "https://openrouter.ai/api/v1";
var DAY_MS = 24 * 3600 * 1000;
var KEYS_PAGE = "openrouter.ai/settings/keys";
var SAYS = {
  connection: "OpenRouter request failed. Check your connection.",
  auth: "OpenRouter API key is invalid. Check it at " + KEYS_PAGE + ".",
  status: "OpenRouter request failed (HTTP <n>). Try again later.",
  invalid: "OpenRouter response was not valid JSON."
};

// By limit_reset: where the counter restarts, how long it runs, and the field that holds its spend.
var WINDOWS = [
  { reset: "daily", unit: "day", periodMs: DAY_MS, spendField: "usage_daily" },
  { reset: "weekly", unit: "week", periodMs: 7 * DAY_MS, spendField: "usage_weekly" },
  { reset: "monthly", unit: "month", periodMs: null, spendField: "usage_monthly" }
];

function utcMonthMs(nowMs) {
  var now = new Date(nowMs);
  var year = now.getUTCFullYear();
  var month = now.getUTCMonth();
  return Date.UTC(year, month + 1, 1) - Date.UTC(year, month, 1);
}

// ---- Credentials and address ----

function keyFromOpenCode(ctx) {
  var found = ctx.util.authEntry("opencode", "openrouter");
  return found === null ? null : ctx.util.firstText(Object(found.entry).key);
}

function apiKey(ctx) {
  var key = ctx.util.firstText(ctx.provider.apiKey) ||
    ctx.util.firstEnv("OPENROUTER_API_KEY", "OPENROUTER_KEY") ||
    ctx.util.keyFromFile("~/.config/openrouter/key.json") ||
    keyFromOpenCode(ctx);
  if (!key) {
    ctx.fail.auth("No OpenRouter API key found. Set OPENROUTER_API_KEY (" + KEYS_PAGE + ").");
  }
  return key.trim();
}

function managementKey(ctx) {
  return ctx.util.firstText(ctx.provider.settings.managementApiKey,
    ctx.host.env.get("OPENROUTER_MANAGEMENT_API_KEY"));
}

function baseUrl(ctx) {
  var names = ["OPENROUTER_API_BASE", "OPENROUTER_API_URL"];
  var name = names.find(function (each) { return ctx.util.firstEnv(each) !== null; });
  if (name === undefined) return DEFAULT_BASE;
  return ctx.util.baseUrl(ctx.util.firstEnv(name)) ||
    ctx.fail.config(name + " must be an https URL.");
}

// ---- Requests ----

function request(ctx, url, key) {
  var headers = { Authorization: "Bearer " + key, Accept: "application/json" };
  var referer = ctx.host.env.get("OPENROUTER_HTTP_REFERER");
  var title = ctx.host.env.get("OPENROUTER_X_TITLE");
  if (referer !== null) headers["HTTP-Referer"] = referer;
  if (title !== null) headers["X-Title"] = title;
  return { url: url, headers: headers, timeoutMs: 15000 };
}

// Everything at once: credits and key, and with a management key the activity of the last 30 full
// days and of today.
function ask(ctx) {
  var key = apiKey(ctx);
  var base = baseUrl(ctx);
  var manager = /^https:\/\/openrouter\.ai(\/|$)/i.test(base) ? managementKey(ctx) : null;
  var requests = [request(ctx, base + "/credits", key), request(ctx, base + "/key", key)];
  if (manager !== null) {
    var today = ctx.nowIso.slice(0, 10);
    requests.push(request(ctx, DEFAULT_BASE + "/activity", manager));
    requests.push(request(ctx, DEFAULT_BASE + "/activity?date=" + today, manager));
  }
  return ctx.host.http.requestAll(requests);
}

function withoutTotals(ctx) {
  ctx.fail.invalid("OpenRouter response did not include usage totals.");
}

// { data, problem }: what `convert` makes of the object or array under "data", or the error that
// says what went wrong.
function read(ctx, answer, convert) {
  try {
    var data = ctx.util.parseBody(ctx.util.checkAnswer(answer, SAYS), SAYS).data;
    if (data !== Object(data)) withoutTotals(ctx);
    return { data: convert ? convert(ctx, data) : data, problem: null };
  } catch (error) {
    return { data: null, problem: error };
  }
}

// { bought, spent } in dollars.
function creditTotals(ctx, data) {
  var bought = ctx.util.number(data.total_credits);
  var spent = ctx.util.number(data.total_usage);
  if (bought === null || spent === null) withoutTotals(ctx);
  return { bought: bought, spent: Math.max(0, spent) };
}

// A key without account scope is refused for one request only, so a refusal counts least.
function failWith(ctx, credits, key) {
  var problems = [credits.problem, key.problem].filter(Boolean);
  var reported = problems.find(function (each) { return each.kind !== "auth"; });
  if (!reported && key.data !== null) withoutTotals(ctx);
  throw reported || problems[0];
}

// ---- Lines ----

function dollarLine(ctx, label, used, limit, window) {
  return ctx.line.progress({
    label: label,
    used: ctx.util.round(used, 2),
    limit: ctx.util.round(limit, 2),
    format: { kind: "dollars" },
    resetsAt: window && window.resetsAt,
    periodDurationMs: window && window.periodMs
  });
}

function creditLines(ctx, credits) {
  var lines = [];
  var used = ctx.fmt.usd(credits.spent);
  if (credits.bought > 0) {
    lines.push(dollarLine(ctx, "Credits", credits.spent, credits.bought, null));
    used += " (" + ctx.util.round(credits.spent / credits.bought * 100, 1).toFixed(1) + "%)";
  }
  var balance = Math.max(0, credits.bought - credits.spent);
  lines.push(ctx.line.text({ label: "Balance", value: ctx.fmt.usd(balance) }));
  lines.push(ctx.line.text({ label: "Used", value: used }));
  return lines;
}

// Dollars spent of the key's limit in the current window, or null when nothing tells them.
function keySpend(ctx, key, limit, window) {
  var remaining = ctx.util.number(key.limit_remaining);
  if (remaining !== null) return ctx.util.clamp(limit - remaining, 0, limit);
  var spent = window ? ctx.util.number(key[window.spendField]) : null;
  if (spent === null) spent = ctx.util.number(key.usage);
  return spent === null ? null : ctx.util.clamp(spent, 0, limit);
}

function keyLimitLines(ctx, key, nowMs) {
  var limit = ctx.util.number(key.limit);
  var window = WINDOWS.find(function (each) { return each.reset === key.limit_reset; }) || null;
  var used = limit > 0 ? keySpend(ctx, key, limit, window) : null;
  if (used === null) return [];
  return [dollarLine(ctx, "Key Limit", used, limit, window && {
    resetsAt: ctx.util.nextUtc(window.unit, nowMs),
    periodMs: window.periodMs || utcMonthMs(nowMs)
  })];
}

function keySpendLines(ctx, key) {
  var rows = [
    { label: "Today", dollars: ctx.util.number(key.usage_daily) },
    { label: "This Week", dollars: ctx.util.number(key.usage_weekly) },
    { label: "This Month", dollars: ctx.util.number(key.usage_monthly) }
  ];
  return rows.filter(function (row) { return row.dollars !== null; }).map(function (row) {
    return ctx.line.text({ label: row.label, value: ctx.fmt.usd(row.dollars) });
  });
}

function rateLimitLines(ctx, key) {
  var rate = Object(key.rate_limit || key.rateLimit);
  var requests = ctx.util.number(rate.requests);
  var interval = ctx.util.firstText(rate.interval);
  if (!(requests > 0) || interval === null) return [];
  return [ctx.line.text({ label: "Rate Limit", value: requests + " requests / " + interval })];
}

function keyLines(ctx, key, nowMs) {
  return keyLimitLines(ctx, key, nowMs).concat(keySpendLines(ctx, key), rateLimitLines(ctx, key));
}

// Rows of both answers, each date once: today's own answer is the fresher one.
function activityRows(ctx, fullDays, today) {
  function dateOf(row) { return ctx.util.text(row.date).slice(0, 10); }
  var fresh = today.map(dateOf);
  return today.concat(fullDays.filter(function (row) { return !fresh.includes(dateOf(row)); }));
}

function activityLines(ctx, answers) {
  if (answers.length < 2) return [];
  var replies = answers.map(function (answer) { return read(ctx, answer); });
  replies.forEach(function (reply) {
    if (reply.problem) ctx.host.log.info("activity, which needs a management key: no answer");
  });
  if (!Array.isArray(replies[0].data)) return [];
  var today = Array.isArray(replies[1].data) ? replies[1].data : [];
  var rows = activityRows(ctx, replies[0].data.filter(Boolean), today.filter(Boolean));
  function total(field) {
    return rows.reduce(function (sum, row) { return sum + ctx.util.number(row[field]); }, 0);
  }
  var tokens = total("prompt_tokens") + total("completion_tokens");
  var value = ctx.fmt.usd(total("usage")) + " · " + ctx.fmt.compact(tokens) + " tokens · " +
    total("requests") + " requests";
  return [ctx.line.text({ label: "Last 30 Days", value: value })];
}

function planOf(key) {
  if (typeof key.is_free_tier !== "boolean") return null;
  return key.is_free_tier ? "Free tier" : "Pay as you go";
}

function probe(ctx) {
  var answers = ask(ctx);
  var credits = read(ctx, answers[0], creditTotals);
  var key = read(ctx, answers[1]);
  var lines = credits.data === null ? [] : creditLines(ctx, credits.data);
  if (key.data !== null) lines = lines.concat(keyLines(ctx, key.data, Date.parse(ctx.nowIso)));
  if (lines.length === 0) failWith(ctx, credits, key);
  lines = lines.concat(activityLines(ctx, answers.slice(2)));
  return { plan: planOf(Object(key.data)), source: "api", lines: lines };
}

var __usagestat_plugin = { id: "openrouter", probe: probe };
