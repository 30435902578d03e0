// SPDX-License-Identifier: MIT
// Moonshot (Kimi Open Platform): the prepaid balance, in dollars or, for China, in yuan.
"use strict";

var REGIONS = {
  international: { base: "https://api.moonshot.ai", symbol: "$" },
  china: { base: "https://api.moonshot.cn", symbol: "¥" }
};
var LOCAL_HTTP =
  /^http:\/\/(localhost|(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+|\[::1\])(:\d+)?(\/|$)/i;

// Trimmed and without one pair of quotes, as it may come from a shell file; null when blank.
function unquoted(ctx, text) {
  var trimmed = ctx.util.firstText(text);
  var match = trimmed === null ? null : /^(["'])(.*)\1$/.exec(trimmed);
  return match ? ctx.util.firstText(match[2]) : trimmed;
}

function apiKey(ctx) {
  var key = unquoted(ctx, ctx.provider.apiKey) ||
    unquoted(ctx, ctx.host.env.get("MOONSHOT_API_KEY")) ||
    unquoted(ctx, ctx.host.env.get("MOONSHOT_KEY"));
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
  var override = unquoted(ctx, ctx.host.env.get("MOONSHOT_API_URL"));
  if (override === null) return region.base;
  if (!/^https:\/\/[^\/]/i.test(override) && !LOCAL_HTTP.test(override)) {
    ctx.fail.config("MOONSHOT_API_URL must use https.");
  }
  return override.replace(/\/+$/, "");
}

function ask(ctx, url, key) {
  var headers = { Authorization: "Bearer " + key, Accept: "application/json" };
  try {
    return ctx.util.requestJson({ url: url, headers: headers, timeoutMs: 15000 });
  } catch (error) {
    if (error.kind !== "network" && error.kind !== "timeout") throw error;
    ctx.fail.network("Moonshot request failed. Check your connection.", error.message);
  }
}

function checkStatus(ctx, reply) {
  var status = reply.resp.status;
  if (ctx.util.isAuthStatus(status)) {
    ctx.fail.auth("Moonshot API key rejected. Check the key, and that the region " +
      "(international/china) matches it.");
  }
  if (status === 429) ctx.fail.rateLimited("Moonshot rate limit reached. Try again later.");
  if (status < 200 || status > 299) {
    var told = ctx.util.firstText(Object(Object(reply.json).error).message);
    ctx.fail.network(told || "Moonshot request failed (HTTP " + status + ").");
  }
}

// The service also reports failures inside an answer with status 200.
function checkCode(ctx, body) {
  var code = ctx.util.number(body.code);
  if ((code === null || code === 0) && body.status !== false) return;
  var message = "Moonshot API error: code " + body.code + ", scode " + body.scode + ".";
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
  var reply = ask(ctx, baseUrl(ctx, region) + "/v1/users/me/balance", key);
  checkStatus(ctx, reply);
  var body = Object(reply.json);
  checkCode(ctx, body);
  return { source: "api", lines: balanceLines(ctx, Object(body.data), region.symbol) };
}

var __usagestat_plugin = { id: "moonshot", probe: probe };
