// SPDX-License-Identifier: MIT
// Venice: what is left of the day's DIEM allocation, of dollars and of bundled credits.
"use strict";

var API = "https://api.venice.ai/api/v1";
var DAY_MS = 24 * 3600 * 1000;
var RED = "#ef4444";
var GREY = "#a3a3a3";

var SAYS = {
  connection: "Venice request failed. Check your connection.",
  rateLimited: "Venice rate limit reached. Try again later.",
  status: "Venice request failed (HTTP <n>)."
};

function apiKey(ctx) {
  var key = ctx.util.configuredKey("VENICE_API_KEY", "VENICE_KEY");
  if (!key) {
    ctx.fail.auth("Venice API key not found. Set VENICE_API_KEY (venice.ai/settings/api).");
  }
  return key;
}

function request(path, key) {
  var headers = { Authorization: "Bearer " + key, Accept: "application/json" };
  return { url: API + path, headers: headers, timeoutMs: 15000 };
}

// The answer's balance document, or the sentence that says why there is none.
function parseBalance(ctx, answer) {
  var document = Object(ctx.util.tryParseJson(answer.bodyText));
  var told = ctx.util.firstText(document.error);
  ctx.util.checkAnswer(answer, told === null ? SAYS : Object.assign({}, SAYS, { status: told }));
  var balances = document.balances;
  if (Object(balances) !== balances) ctx.fail.invalid("Could not parse the Venice balance.");
  return document;
}

// Only ADMIN keys may see the balance; the rate-limit answer tells the rest to every key.
function askRateLimits(ctx, key) {
  var reply = null;
  try {
    reply = ctx.util.requestJson(request("/api_keys/rate_limits", key));
  } catch (error) {
    if (error.kind !== "network" && error.kind !== "timeout") throw error;
  }
  if (reply !== null && ctx.util.isAuthStatus(reply.resp.status)) {
    ctx.fail.auth("Venice API key rejected, or it has no spend allowance. " +
      "Use an ADMIN key from venice.ai/settings/api.");
  }
  var data = reply !== null && reply.resp.status === 200 ? Object(reply.json).data : null;
  if (Object(data) !== data) ctx.fail.permission("Venice balance needs an ADMIN key.");
  return data;
}

function amountLine(ctx, label, amount, unit) {
  var value = unit === "$" ? ctx.fmt.usd(amount) : unit + ctx.util.round(amount, 2).toFixed(2);
  return ctx.line.text({ label: label, value: value });
}

function unavailable(ctx) {
  return ctx.line.badge({ label: "Balance", text: "Unavailable for API calls", color: RED });
}

function noBalance(ctx) {
  return ctx.line.badge({ label: "Balance", text: "No balance", color: GREY });
}

function allocationLine(ctx, diem, allocation) {
  return ctx.line.progress({
    label: "DIEM",
    used: ctx.util.round(ctx.util.clamp(allocation - diem, 0, allocation), 6),
    limit: allocation,
    format: { kind: "count", suffix: "DIEM" },
    periodDurationMs: DAY_MS
  });
}

// Rules in order; the first that applies decides.
function balanceLines(ctx, document) {
  var diem = ctx.util.number(document.balances.diem);
  var usd = ctx.util.number(document.balances.usd);
  var allocation = ctx.util.number(document.diemEpochAllocation);
  var paysInDollars = ctx.util.text(document.consumptionCurrency).toUpperCase() === "USD";
  if (document.canConsume === false) return [unavailable(ctx)];
  if (paysInDollars && usd > 0) return [amountLine(ctx, "Balance", usd, "$")];
  if (!paysInDollars && diem !== null && allocation > 0) {
    var lines = [allocationLine(ctx, diem, allocation)];
    return usd > 0 ? lines.concat(amountLine(ctx, "USD balance", usd, "$")) : lines;
  }
  if (diem > 0) return [amountLine(ctx, "Balance", diem, "DIEM ")];
  if (usd > 0) return [amountLine(ctx, "Balance", usd, "$")];
  return [noBalance(ctx)];
}

// The rate-limit answer knows what is left, but no allocation to compare it with.
function remainderLines(ctx, data) {
  if (data.accessPermitted === false) return [unavailable(ctx)];
  var balances = Object(data.balances);
  var usd = ctx.util.number(balances.USD);
  var diem = ctx.util.number(balances.DIEM);
  var credits = ctx.util.number(balances.BUNDLED_CREDITS);
  var nextEpoch = ctx.util.toIso(data.nextEpochBegins);
  var lines = [];
  if (usd > 0) lines.push(amountLine(ctx, "USD balance", usd, "$"));
  if (diem > 0) lines.push(amountLine(ctx, "DIEM balance", diem, "DIEM "));
  if (credits > 0) lines.push(amountLine(ctx, "Bundled credits", credits, ""));
  if (diem > 0 && nextEpoch) lines.push(ctx.line.text({ label: "Next epoch", value: nextEpoch }));
  return lines.length ? lines : [noBalance(ctx)];
}

function tierOf(ctx, data) {
  var tier = ctx.util.firstText(Object(data.apiTier).id);
  return tier === null ? null : tier.charAt(0).toUpperCase() + tier.slice(1);
}

function probe(ctx) {
  var key = apiKey(ctx);
  var answer = ctx.util.answerTo(request("/billing/balance", key), SAYS);
  if (ctx.util.isAuthStatus(answer.status)) {
    var data = askRateLimits(ctx, key);
    return { plan: tierOf(ctx, data), source: "api", lines: remainderLines(ctx, data) };
  }
  return { source: "api", lines: balanceLines(ctx, parseBalance(ctx, answer)) };
}

var __usagestat_plugin = { id: "venice", probe: probe };
