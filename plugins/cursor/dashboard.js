// SPDX-License-Identifier: MIT
// What is asked with a token: the calls of the dashboard service, and the website's with the cookie
// that goes with the token.
"use strict";

var SERVICE = "https://api2.cursor.sh/aiserver.v1.DashboardService/";
var WEBSITE = "https://cursor.com/api/";
var PAGE_SIZE = 1000;
// Spending is the last to be asked and must not cost the rest: of a probe's 30 s it ends after 20.
var MOST_PAGES = 20;
var SPENDING_ENDS_MS = 20 * 1000;

function serviceCall(method, token) {
  return {
    method: "POST",
    url: SERVICE + method,
    headers: {
      "Authorization": "Bearer " + token,
      "Content-Type": "application/json",
      "Connect-Protocol-Version": "1"
    },
    bodyText: "{}"
  };
}

function websiteGet(path, cookie) {
  return { url: WEBSITE + path, headers: { "Cookie": cookie, "Accept": "application/json" } };
}

// The object in a good answer.
function objectOf(ctx, answer, says) {
  var body = ctx.util.parseBody(ctx.util.checkAnswer(answer, says));
  if (Array.isArray(body)) ctx.fail.invalid("Usage response invalid. Try again later.");
  return body;
}

// The object in an answer that only adds something; an empty one when there is none.
function additional(ctx, answer) {
  if (answer.error) ctx.host.log.info("nothing added: " + answer.error.message);
  var isGood = !answer.error && answer.status >= 200 && answer.status <= 299;
  var body = Object(isGood ? ctx.util.tryParseJson(answer.bodyText) : null);
  return Array.isArray(body) ? {} : body;
}

// The answers to requests that only add something; a missing request (null) adds nothing.
function askAdditional(ctx, requests) {
  var answers = ctx.host.http.requestAll(requests.filter(Boolean));
  return requests.map(function (request) {
    return request === null ? {} : additional(ctx, answers.shift());
  });
}

// { planInfo, grants, stripe }
function askAbout(ctx, token) {
  var cookie = cookieOf(ctx, token);
  var bodies = askAdditional(ctx, [
    serviceCall("GetPlanInfo", token), serviceCall("GetCreditGrantsBalance", token),
    cookie && websiteGet("auth/stripe", cookie)
  ]);
  return { planInfo: Object(bodies[0].planInfo), grants: bodies[1], stripe: bodies[2] };
}

// { requests, summary }, for accounts that the dashboard service has no allowance of.
function askRequests(ctx, token) {
  var cookie = cookieOf(ctx, token);
  var bodies = askAdditional(ctx, [
    cookie && websiteGet("usage?user=" + encodeURIComponent(userOf(ctx, token)), cookie),
    cookie && websiteGet("usage-summary", cookie)
  ]);
  return { requests: bodies[0], summary: bodies[1] };
}

// What a refused call says, or null.
function reasonOf(ctx, answer) {
  var body = Object(ctx.util.tryParseJson(answer.bodyText));
  var message = ctx.util.firstText(body.message);
  if (message !== null && message !== "Error") return message;
  var details = (Array.isArray(body.details) ? body.details : []).map(function (each) {
    return Object(Object(Object(each).debug).details).detail;
  });
  return ctx.util.firstText.apply(null, details);
}

// The limits as the older call tells them, in the form of the current one; null when it has none.
function askLimitStatus(ctx, token) {
  var body = askAdditional(ctx, [serviceCall("GetUsageLimitStatusAndActiveGrants", token)])[0];
  var found = [body, body.data, body.result, body.usage].map(Object).find(function (each) {
    return each.planUsage || each.limitStatus || ctx.util.number(each.totalPercentUsed) !== null;
  });
  if (found === undefined) return null;
  if (found.planUsage) return found;
  return Object.assign({}, found, { planUsage: found.limitStatus || found });
}

function askCurrent(ctx, token) {
  return ctx.util.answerTo(serviceCall("GetCurrentPeriodUsage", token));
}

// { token, answer, refusal } after the refresh that a refused token may need. 403 may also mean
// that the account has no such figures, so a refresh that fails (refusal) is not the end then.
function askWithRefresh(ctx, login) {
  var token = freshToken(ctx, login);
  if (!token) ctx.fail.auth("Token expired. " + SIGN_IN);
  var answer = askCurrent(ctx, token);
  if (!ctx.util.isAuthStatus(answer.status) || token !== login.accessToken) {
    return { token: token, answer: answer, refusal: null };
  }
  try {
    token = newToken(ctx, login) || token;
  } catch (error) {
    if (!error.kind || answer.status !== 403) throw error;
    return { token: token, answer: answer, refusal: error };
  }
  if (token !== login.accessToken) answer = askCurrent(ctx, token);
  return { token: token, answer: answer, refusal: null };
}

// { token, usage, fallback } of the current period. fallback is null, or says why the older call
// had to be asked: { reason, refusal }; then usage is null when that one tells nothing either.
function askPeriod(ctx, login) {
  var asked = askWithRefresh(ctx, login);
  if (asked.answer.status === 400 || asked.answer.status === 403) {
    return {
      token: asked.token,
      usage: askLimitStatus(ctx, asked.token),
      fallback: { reason: reasonOf(ctx, asked.answer), refusal: asked.refusal }
    };
  }
  var usage = objectOf(ctx, asked.answer, { auth: "Token expired. " + SIGN_IN });
  return { token: asked.token, usage: usage, fallback: null };
}

// ---- Spending

function eventOf(ctx, row) {
  var tokens = Object(Object(row).tokenUsage);
  var cents = ctx.util.number(tokens.totalCents);
  var parts = [tokens.inputTokens, tokens.outputTokens, tokens.cacheWriteTokens,
    tokens.cacheReadTokens];
  return {
    timeMs: ctx.util.number(Object(row).timestamp),
    dollars: cents === null ? null : Math.max(0, cents) / 100,
    tokens: parts.reduce(function (sum, part) {
      return sum + Math.max(0, ctx.util.number(part));
    }, 0)
  };
}

function eventsPage(ctx, cookie, page) {
  var leftMs = Date.parse(ctx.nowIso) + SPENDING_ENDS_MS - Date.now();
  if (leftMs < 1000) ctx.fail.network("there is no time left");
  var body = ctx.util.fetchJson({
    method: "POST",
    url: WEBSITE + "dashboard/get-filtered-usage-events",
    headers: {
      "Cookie": cookie, "Accept": "application/json", "Origin": "https://cursor.com",
      "Referer": "https://cursor.com/dashboard"
    },
    json: {
      page: page, pageSize: PAGE_SIZE,
      startDate: String(ctx.util.spendStartMs()), endDate: String(Date.parse(ctx.nowIso))
    },
    timeoutMs: Math.min(15000, leftMs)
  });
  var rows = Array.isArray(body.usageEventsDisplay) ? body.usageEventsDisplay : [];
  return { rows: rows, total: ctx.util.number(body.totalUsageEventsCount) };
}

// What was spent by day; nothing unless all of the month's events came.
function spendLines(ctx, cookie) {
  var rows = [];
  try {
    for (var page = 1; page <= MOST_PAGES; page++) {
      var found = eventsPage(ctx, cookie, page);
      rows = rows.concat(found.rows);
      if (rows.length >= found.total) {
        return ctx.util.spendLines(rows.map(function (row) { return eventOf(ctx, row); }));
      }
      if (found.rows.length === 0) break;
    }
    ctx.host.log.info("not all of the month's events can be had, so none is counted");
  } catch (error) {
    if (!error.kind) throw error;
    ctx.host.log.info("no spending: " + error.message);
  }
  return [];
}
