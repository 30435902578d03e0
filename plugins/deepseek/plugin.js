// SPDX-License-Identifier: MIT
// DeepSeek: the prepaid balance and, with a login token of the platform, the month's usage.
"use strict";

var API_BALANCE = "https://api.deepseek.com/user/balance";
var PLATFORM = "https://platform.deepseek.com/api/v0";
var SIGNS = [{ currency: "USD", symbol: "$" }, { currency: "CNY", symbol: "¥" }];
var TOKEN_TYPES = ["PROMPT_CACHE_HIT_TOKEN", "PROMPT_CACHE_MISS_TOKEN", "RESPONSE_TOKEN"];
var EXPIRED_CODES = [40002, 40003];
var SESSION_EXPIRED = "DeepSeek session expired. Sign in at platform.deepseek.com.";
var API_SAYS = {
  connection: "DeepSeek request failed. Check your connection.",
  auth: "DeepSeek API key invalid. Check it at platform.deepseek.com.",
  status: "DeepSeek request failed (HTTP <n>).",
  invalid: "Could not parse DeepSeek balance."
};
var WEB_SAYS = Object.assign({}, API_SAYS, { auth: SESSION_EXPIRED });

// ---- Credentials ----

function withoutBearer(text) {
  return text === null ? null : text.replace(/^Bearer\s+/i, "");
}

function apiKey(ctx) {
  return withoutBearer(ctx.util.firstText(ctx.provider.apiKey,
    ctx.host.env.get("DEEPSEEK_API_KEY"), ctx.host.env.get("DEEPSEEK_KEY")));
}

// The browser stores the token as it is or inside a small JSON object.
function platformToken(ctx, text) {
  var stored = ctx.util.tryParseJson(text);
  if (Object(stored) !== stored) return withoutBearer(ctx.util.firstText(stored, text));
  return withoutBearer(ctx.util.firstText(stored.value, stored.token, stored.access_token,
    stored.accessToken, stored.userToken));
}

function configuredToken(ctx) {
  var text = ctx.util.firstText(ctx.provider.settings.platformToken, ctx.provider.cookieHeader);
  return platformToken(ctx, text);
}

function environmentToken(ctx) {
  return platformToken(ctx,
    ctx.util.firstEnv("DEEPSEEK_PLATFORM_TOKEN", "DEEPSEEK_USER_TOKEN"));
}

// ---- Requests ----

function request(url, token) {
  var headers = { Authorization: "Bearer " + token, Accept: "application/json" };
  return { url: url, headers: headers, timeoutMs: 15000 };
}

// Tokens and cost of the current month.
function detailRequests(ctx, token) {
  var now = new Date(ctx.nowIso);
  var query = "?month=" + (now.getUTCMonth() + 1) + "&year=" + now.getUTCFullYear();
  return [
    request(PLATFORM + "/usage/amount" + query, token),
    request(PLATFORM + "/usage/cost" + query, token)
  ];
}

// What a platform answer holds: { expired, message, data }. data is null unless all went well.
function readPlatform(ctx, answer) {
  var body = Object(ctx.util.tryParseJson(answer.bodyText));
  var data = Object(body.data);
  var codes = [ctx.util.number(body.code), ctx.util.number(data.biz_code)].filter(Boolean);
  var expired = ctx.util.isAuthStatus(answer.status) || codes.some(function (code) {
    return EXPIRED_CODES.includes(code);
  });
  if (expired || codes.length || answer.status !== 200) {
    var message = ctx.util.firstText(body.msg, data.biz_msg, "code " + codes[0]);
    return { expired: expired, message: codes.length ? message : null, data: null };
  }
  return { data: data.biz_data };
}

// ---- Balance ----

function decimal(ctx, value) {
  var amount = value === undefined || value === null ? 0 : ctx.util.number(value);
  if (amount === null) ctx.fail.invalid(API_SAYS.invalid);
  return amount;
}

// { available, funds: [{ currency, total, paid, granted }] }
function apiBalance(ctx, answer) {
  ctx.util.checkAnswer(answer, API_SAYS);
  var body = Object(ctx.util.tryParseJson(answer.bodyText));
  if (!Array.isArray(body.balance_infos)) ctx.fail.invalid(API_SAYS.invalid);
  return {
    available: body.is_available !== false,
    funds: body.balance_infos.map(function (info) {
      if (ctx.util.number(Object(info).total_balance) === null) ctx.fail.invalid(API_SAYS.invalid);
      return {
        currency: ctx.util.firstText(info.currency),
        total: ctx.util.number(info.total_balance),
        paid: decimal(ctx, info.topped_up_balance),
        granted: decimal(ctx, info.granted_balance)
      };
    })
  };
}

// `funds` is { list, byCurrency }, both of the same funds.
function addWallets(ctx, funds, wallets, field) {
  (Array.isArray(wallets) ? wallets : []).map(Object).forEach(function (wallet) {
    var currency = ctx.util.firstText(wallet.currency);
    var fund = funds.byCurrency["in " + currency];
    if (!fund) {
      fund = { currency: currency, total: 0, paid: 0, granted: 0 };
      funds.byCurrency["in " + currency] = fund;
      funds.list.push(fund);
    }
    var amount = decimal(ctx, wallet.balance);
    fund[field] += amount;
    fund.total += amount;
  });
}

function webBalance(ctx, answer) {
  var reply = readPlatform(ctx, answer);
  if (reply.expired) ctx.fail.auth(SESSION_EXPIRED);
  ctx.util.checkAnswer(answer, WEB_SAYS);
  if (reply.message) {
    ctx.fail.invalid("DeepSeek error: " + reply.message.replace(/\.$/, "") + ".");
  }
  var wallets = Object(reply.data);
  if (!Array.isArray(wallets.normal_wallets) && !Array.isArray(wallets.bonus_wallets)) {
    ctx.fail.invalid(API_SAYS.invalid);
  }
  var funds = { list: [], byCurrency: {} };
  addWallets(ctx, funds, wallets.normal_wallets, "paid");
  addWallets(ctx, funds, wallets.bonus_wallets, "granted");
  return { available: true, funds: funds.list };
}

// Dollars with money in them, else any money, else dollars, else the first.
function chosenFund(funds) {
  function hasMoney(fund) { return fund.total > 0; }
  function isDollars(fund) { return fund.currency === "USD"; }
  return funds.filter(isDollars).find(hasMoney) || funds.find(hasMoney) ||
    funds.find(isDollars) || funds[0] ||
    { currency: "USD", total: 0, paid: 0, granted: 0 };
}

function money(ctx, currency, amount, decimals) {
  var sign = SIGNS.find(function (each) { return each.currency === currency; });
  var symbol = sign ? sign.symbol : currency === null ? "" : currency + " ";
  return symbol + ctx.util.round(amount, decimals).toFixed(decimals);
}

function balanceText(ctx, fund, available) {
  if (fund.total <= 0) {
    return money(ctx, fund.currency, 0, 2) + " — add credits at platform.deepseek.com";
  }
  if (!available) return "Balance unavailable for API calls";
  return money(ctx, fund.currency, fund.total, 2) +
    " (Paid: " + money(ctx, fund.currency, fund.paid, 2) +
    " / Granted: " + money(ctx, fund.currency, fund.granted, 2) + ")";
}

function balanceLines(ctx, fund, available) {
  var value = balanceText(ctx, fund, available);
  var lines = [ctx.line.text({ label: "Balance", value: value })];
  if (!available) {
    lines.push(ctx.line.badge({ label: "Status", text: "Unavailable", color: "#ef4444" }));
  }
  return lines;
}

// ---- Details ----

// The sums of the amounts, by their types, over rows of { model, usage: [{ type, amount }] }.
function sumsOf(ctx, rows) {
  var sums = { REQUEST: 0 };
  TOKEN_TYPES.forEach(function (type) { sums[type] = 0; });
  (Array.isArray(rows) ? rows : []).forEach(function (row) {
    var usage = Object(row).usage;
    (Array.isArray(usage) ? usage : []).forEach(function (item) {
      var type = Object(item).type;
      if (ctx.util.lookUp(sums, type) !== null) sums[type] += ctx.util.number(item.amount) || 0;
    });
  });
  return sums;
}

// Of all kinds of tokens.
function tokenSum(sums) {
  return TOKEN_TYPES.reduce(function (sum, type) { return sum + sums[type]; }, 0);
}

function rowsOfDay(ctx, days, date) {
  var day = (Array.isArray(days) ? days : []).find(function (each) {
    return ctx.util.text(Object(each).date).slice(0, 10) === date;
  });
  return Object(day).data;
}

function topModel(ctx, rows) {
  var best = { model: null, tokens: 0 };
  (Array.isArray(rows) ? rows : []).forEach(function (row) {
    var tokens = tokenSum(sumsOf(ctx, [row]));
    if (tokens > best.tokens) best = { model: ctx.util.firstText(row.model), tokens: tokens };
  });
  return best.model;
}

function grouped(count) {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

// "$0.0854 · 1,000,000 tokens", without the money when no currency is known; null when both are 0.
function spendText(ctx, amounts, costs, currency) {
  var tokens = tokenSum(amounts);
  var cost = tokenSum(costs);
  if (tokens === 0 && cost === 0) return null;
  var tokenText = grouped(tokens) + " tokens";
  return currency === null ? tokenText : money(ctx, currency, cost, 4) + " · " + tokenText;
}

function countText(count) { return count > 0 ? grouped(count) : null; }

// Only when both answers are good.
function detailLines(ctx, amountReply, costReply, currency) {
  var amounts = amountReply.data;
  var isComplete = Object(amounts) === amounts && Array.isArray(costReply.data);
  if (!isComplete) return [];
  function isChosen(each) { return each.currency === currency; }
  var costs = costReply.data.map(Object).find(isChosen) || { currency: null };
  function today(document) {
    return sumsOf(ctx, rowsOfDay(ctx, document.days, ctx.nowIso.slice(0, 10)));
  }
  var month = sumsOf(ctx, amounts.total);
  var monthText = spendText(ctx, month, sumsOf(ctx, costs.total), costs.currency);
  var rows = [
    { label: "Today", value: spendText(ctx, today(amounts), today(costs), costs.currency) },
    { label: "This month", value: monthText },
    { label: "Requests", value: countText(month.REQUEST) },
    { label: "Top model", value: topModel(ctx, amounts.total) },
    { label: "Cache-hit input", value: countText(month[TOKEN_TYPES[0]]) },
    { label: "Cache-miss input", value: countText(month[TOKEN_TYPES[1]]) },
    { label: "Output", value: countText(month[TOKEN_TYPES[2]]) }
  ];
  return rows.filter(function (row) { return row.value !== null; }).map(function (row) {
    return ctx.line.text(row);
  });
}

// ---- Modes ----

// `balance` reads the first answer; the other two, if asked for, are the details.
function result(ctx, source, requests, readBalance) {
  var answers = ctx.host.http.requestAll(requests);
  var balance = readBalance(ctx, answers[0]);
  var details = answers.slice(1).map(function (answer) { return readPlatform(ctx, answer); });
  if (source === "web" && details.some(function (each) { return each.expired; })) {
    ctx.fail.auth(SESSION_EXPIRED);
  }
  var fund = chosenFund(balance.funds);
  var lines = balanceLines(ctx, fund, balance.available);
  if (details.length) lines = lines.concat(detailLines(ctx, details[0], details[1], fund.currency));
  return { source: source, lines: lines };
}

function probe(ctx) {
  var key = ctx.sourceMode === "web" ? null : apiKey(ctx);
  var configured = ctx.sourceMode === "api" ? null : configuredToken(ctx);
  if (key !== null) {
    // A token of the environment may belong to another account than the key.
    var details = configured === null ? [] : detailRequests(ctx, configured);
    return result(ctx, "api", [request(API_BALANCE, key)].concat(details), apiBalance);
  }
  var token = ctx.sourceMode === "api" ? null : configured || environmentToken(ctx);
  if (!token) ctx.fail.auth("DeepSeek not set up. Set DEEPSEEK_API_KEY.");
  var summary = request(PLATFORM + "/users/get_user_summary", token);
  return result(ctx, "web", [summary].concat(detailRequests(ctx, token)), webBalance);
}

var __usagestat_plugin = { id: "deepseek", probe: probe };
