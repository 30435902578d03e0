// SPDX-License-Identifier: MIT
// Moonshot (Kimi Open Platform): the prepaid balance, in dollars or, for China, in yuan.
"use strict";

var REGIONS = {
  international: { base: "https://api.moonshot.ai", symbol: "$" },
  china: { base: "https://api.moonshot.cn", symbol: "¥" }
};
var SAYS = {
  connection: "Moonshot request failed. Check your connection.",
  auth: "Moonshot API key rejected. Check the key, and that the region " +
    "(international/china) matches it.",
  rateLimited: "Moonshot rate limit reached. Try again later.",
  status: "Moonshot request failed (HTTP <n>)."
};

function apiKey(ctx) {
  var key = ctx.util.configuredKey("MOONSHOT_API_KEY", "MOONSHOT_KEY");
  if (!key) ctx.fail.auth("Moonshot API key not found. Set MOONSHOT_API_KEY.");
  return key;
}

// A key belongs to one region; it is never tried in the other.
function regionOf(ctx) {
  var name = ctx.util.firstText(ctx.provider.region, ctx.host.env.get("MOONSHOT_REGION"));
  var isChina = name !== null && /^(china|cn)$/i.test(name);
  return isChina ? REGIONS.china : REGIONS.international;
}

function baseUrl(ctx, region) {
  var override = ctx.util.unquoted(ctx.host.env.get("MOONSHOT_API_URL"));
  if (override === null) return region.base;
  return ctx.util.baseUrl(override) || ctx.fail.config("MOONSHOT_API_URL must use https.");
}

// The body of a good answer. What the service itself says about a failure is told as it is.
function ask(ctx, url, key) {
  var headers = { Authorization: "Bearer " + key, Accept: "application/json" };
  var answer = ctx.util.answerTo({ url: url, headers: headers, timeoutMs: 15000 }, SAYS);
  var body = Object(ctx.util.tryParseJson(answer.bodyText));
  var told = ctx.util.firstText(Object(body.error).message);
  ctx.util.checkAnswer(answer, told === null ? SAYS : Object.assign({}, SAYS, { status: told }));
  return body;
}

// The service also reports failures inside an answer with status 200.
function checkCode(ctx, body) {
  var code = ctx.util.number(body.code);
  if ((code === null || code === 0) && body.status !== false) return;
  var told = ["code", "scode"].filter(function (name) {
    return ctx.util.text(body[name]) !== "";
  }).map(function (name) { return name + " " + ctx.util.text(body[name]); });
  var message = "Moonshot API error" + (told.length ? ": " + told.join(", ") : "") + ".";
  if (ctx.util.isAuthStatus(code)) ctx.fail.auth(message);
  ctx.fail.invalid(message);
}

function money(ctx, symbol, amount) {
  var rounded = ctx.util.round(Math.abs(amount), 2);
  return (amount < 0 && rounded > 0 ? "-" : "") + symbol + rounded.toFixed(2);
}

function balanceLines(ctx, data, symbol) {
  var available = ctx.util.number(data.available_balance);
  var cash = ctx.util.number(data.cash_balance);
  var voucher = ctx.util.number(data.voucher_balance);
  if (available === null) ctx.fail.invalid("Could not read the Moonshot balance.");
  var balance = money(ctx, symbol, available);
  if (cash < 0) balance += " · " + money(ctx, symbol, -cash) + " in deficit";
  var lines = [ctx.line.text({ label: "Balance", value: balance })];
  if (cash !== null) lines.push(ctx.line.text({ label: "Cash", value: money(ctx, symbol, cash) }));
  if (voucher !== null) {
    lines.push(ctx.line.text({ label: "Voucher", value: money(ctx, symbol, voucher) }));
  }
  return lines;
}

function probe(ctx) {
  var region = regionOf(ctx);
  var key = apiKey(ctx);
  var body = ask(ctx, baseUrl(ctx, region) + "/v1/users/me/balance", key);
  checkCode(ctx, body);
  return { source: "api", lines: balanceLines(ctx, Object(body.data), region.symbol) };
}

var __usagestat_plugin = { id: "moonshot", probe: probe };
