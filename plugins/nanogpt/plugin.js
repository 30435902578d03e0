// SPDX-License-Identifier: MIT
// NanoGPT: the windows of a subscription, counted in requests or in input tokens, and the balance.
"use strict";

var API = "https://nano-gpt.com/api";
var DAY_MS = 24 * 3600 * 1000;
var GREY = "#a3a3a3";
var SAYS = {
  auth: "NanoGPT API key invalid or expired. Create a new one at nano-gpt.com.",
  status: "NanoGPT API error (HTTP <n>). Try again later.",
  invalid: "Could not parse NanoGPT usage response."
};

// In the order of the lines; of each row only the first window that is there is shown. `nested` is
// the name of the window inside of an object about input tokens.
var ROWS = [
  [
    { label: "Daily", names: ["daily"], periodMs: DAY_MS },
    { label: "Daily input tokens", names: ["dailyInputTokens", "daily_input_tokens"], nested: "daily",
      periodMs: DAY_MS }
  ],
  [
    { label: "Weekly input tokens", names: ["weeklyInputTokens", "weekly_input_tokens", "weekly"],
      nested: "weekly", periodMs: 7 * DAY_MS }
  ],
  [{ label: "Monthly", names: ["monthly"], periodMs: 30 * DAY_MS, endsWithPeriod: true }]
];

// ---- Credentials ----

function openCodeKey(ctx) {
  var found = ctx.util.authEntry("opencode", "nano-gpt");
  if (found === null) return null;
  var entry = Object(found.entry);
  return ctx.util.firstText(found.entry, entry.key, entry.apiKey, entry.token, entry.access);
}

function apiKey(ctx) {
  var key = ctx.util.firstText(ctx.provider.apiKey) ||
    ctx.util.firstEnv("NANOGPT_API_KEY", "NANO_GPT_API_KEY") || openCodeKey(ctx);
  if (!key) {
    ctx.fail.auth("NanoGPT API key not found. Set NANOGPT_API_KEY or add nano-gpt in OpenCode.");
  }
  return key;
}

// ---- Requests ----

function requests(key) {
  return [
    {
      url: API + "/subscription/v1/usage",
      headers: { "Authorization": "Bearer " + key, "x-api-key": key, "Accept": "application/json" },
      timeoutMs: 15000
    },
    {
      method: "POST",
      url: API + "/check-balance",
      headers: { "x-api-key": key, "Accept": "application/json" },
      timeoutMs: 15000
    }
  ];
}

// The service may report a failure with status 200.
function parseUsage(ctx, answer) {
  var usage = ctx.util.parseBody(ctx.util.checkAnswer(answer, SAYS), SAYS);
  var told = ctx.util.firstText(usage.error, Object(usage.error).message);
  if (told !== null && /key/i.test(told)) ctx.fail.auth(SAYS.auth);
  if (told !== null || Array.isArray(usage)) ctx.fail.invalid(SAYS.invalid);
  return usage;
}

// { usd, nano }, null for what is not told.
function parseBalance(ctx, answer) {
  var isGood = answer.status >= 200 && answer.status <= 299;
  var body = Object(isGood ? ctx.util.tryParseJson(answer.bodyText) : null);
  if (!isGood) ctx.host.log.info("the balance was not told (HTTP " + answer.status + ")");
  return {
    usd: firstNumber(ctx, [body.usd_balance, body.usdBalance]),
    nano: firstNumber(ctx, [body.nano_balance, body.nanoBalance])
  };
}

function firstNumber(ctx, values) {
  var numbers = values.map(ctx.util.number).filter(function (each) { return each !== null; });
  return numbers.length ? numbers[0] : null;
}

// ---- Windows ----

// A window as an object, wherever this account's answer keeps it; null when there is none.
function findWindow(usage, wanted) {
  var inner = Object(usage.input_tokens || usage.inputTokens);
  var places = wanted.names.map(function (name) { return usage[name]; });
  if (wanted.nested) places.push(inner[wanted.nested]);
  var found = places.find(function (each) { return Object(each) === each && !Array.isArray(each); });
  return found || flatWindow(usage, wanted);
}

// Flat members such as weekly_input_tokens_used.
function flatWindow(usage, wanted) {
  var window = {};
  wanted.names.forEach(function (name) {
    ["used", "remaining", "percent_used", "reset_at"].forEach(function (part) {
      var value = usage[name + "_" + part];
      if (value !== undefined && value !== null) window[part] = value;
    });
  });
  return Object.keys(window).length ? window : null;
}

function limitOf(ctx, usage, wanted) {
  var limits = Object(usage.limits);
  return firstNumber(ctx, wanted.names.map(function (name) { return limits[name]; }));
}

// A share as a number is a fraction up to 1; "0.2%" says what it is.
function toldPercent(ctx, window) {
  var told = [window.percentUsed, window.percent_used, window.usage_percent];
  var text = ctx.util.firstText.apply(null, told);
  if (text !== null && /%$/.test(text)) return ctx.util.number(text.slice(0, -1));
  var share = firstNumber(ctx, told);
  return share === null || share > 1 ? share : share * 100;
}

function percentOf(ctx, usage, wanted, window) {
  var used = firstNumber(ctx, [window.used, window.usage]);
  var remaining = firstNumber(ctx, [window.remaining, window.left]);
  var limit = limitOf(ctx, usage, wanted);
  if (limit === null && used !== null && remaining !== null) limit = used + remaining;
  var percent = used !== null && limit > 0 ? used / limit * 100 : toldPercent(ctx, window);
  return percent === null ? null : ctx.util.round(ctx.util.clamp(percent, 0, 100), 4);
}

function resetOf(ctx, usage, wanted, window) {
  var told = [window.resetAt, window.reset_at, window.next_reset_at].map(ctx.util.toIso)
    .find(function (each) { return each !== null; });
  if (told || !wanted.endsWithPeriod) return told || null;
  return ctx.util.toIso(Object(usage.period).currentPeriodEnd);
}

function windowLine(ctx, usage, wanted) {
  var window = findWindow(usage, wanted);
  var percent = window === null ? null : percentOf(ctx, usage, wanted, window);
  if (percent === null) return null;
  return ctx.line.progress({
    label: wanted.label,
    used: percent,
    resetsAt: resetOf(ctx, usage, wanted, window),
    periodDurationMs: wanted.periodMs
  });
}

function windowLines(ctx, usage) {
  return ROWS.map(function (row) {
    return row.map(function (wanted) { return windowLine(ctx, usage, wanted); }).find(Boolean);
  }).filter(Boolean);
}

// ---- The rest ----

function balanceLines(ctx, balance) {
  var lines = [];
  if (balance.usd !== null) {
    lines.push(ctx.line.text({ label: "Balance", value: ctx.fmt.usd(balance.usd) }));
  }
  if (balance.nano !== null) {
    var nano = ctx.util.round(balance.nano, 3).toFixed(3) + " NANO";
    lines.push(ctx.line.text({ label: "NANO", value: nano }));
  }
  return lines;
}

function statusBadge(ctx, text) {
  return ctx.line.badge({ label: "Status", text: text, color: GREY });
}

function planOf(ctx, usage) {
  if (usage.active === false) return null;
  var plan = ctx.fmt.planLabel(usage.state) || "Active";
  var until = ctx.util.toIso(usage.graceUntil);
  return until === null ? plan : plan + " (grace until " + until.slice(0, 10) + ")";
}

function linesOf(ctx, usage, balance) {
  var money = balanceLines(ctx, balance);
  if (usage.active === false) {
    if (money.length === 0) {
      ctx.fail.permission("NanoGPT subscription inactive. Check your subscription at nano-gpt.com.");
    }
    return money.concat(statusBadge(ctx, "No subscription"));
  }
  var lines = windowLines(ctx, usage).concat(money);
  return lines.length ? lines : [statusBadge(ctx, "No usage data")];
}

function probe(ctx) {
  var answers = ctx.host.http.requestAll(requests(apiKey(ctx)));
  var usage = parseUsage(ctx, answers[0]);
  var lines = linesOf(ctx, usage, parseBalance(ctx, answers[1]));
  return { plan: planOf(ctx, usage), source: "api", lines: lines };
}

var __usagestat_plugin = { id: "nanogpt", probe: probe };
