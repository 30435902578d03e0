// SPDX-License-Identifier: MIT
// What cursor.com tells a signed-in browser: the summary of the billing cycle, and requests of
// plans that count them.
"use strict";

var SESSION_COOKIES = [
  "WorkosCursorSessionToken", "__Secure-next-auth.session-token", "next-auth.session-token",
  "wos-session", "__Secure-wos-session", "authjs.session-token", "__Secure-authjs.session-token"
];
var BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Chrome/143.0.0.0 Safari/537.36";
var COOKIE_EXPIRED = "Cursor session cookie expired. Sign in at cursor.com and update the cookie.";

// null when none is configured.
function configuredCookie(ctx) {
  var text = ctx.util.unquoted(ctx.provider.cookieHeader) ||
    ctx.util.unquoted(ctx.host.env.get("CURSOR_COOKIE"));
  if (text === null) return null;
  var cookie = ctx.util.sessionCookie(text, SESSION_COOKIES);
  if (cookie === null) {
    ctx.fail.auth(COOKIE_EXPIRED, "The cookie holds none of the names of a session, such as " +
      "WorkosCursorSessionToken.");
  }
  return cookie;
}

// ---- Lines

function ratio(ctx, amounts) {
  var used = ctx.util.number(Object(amounts).used), limit = ctx.util.number(Object(amounts).limit);
  return used !== null && limit > 0 ? used / limit * 100 : null;
}

// Used percent of the allowance, by the first figure that tells it; null for none.
function totalPercent(ctx, own) {
  var plan = Object(own.plan);
  var told = ctx.util.number(plan.totalPercentUsed);
  var shares = [plan.autoPercentUsed, plan.apiPercentUsed].map(ctx.util.number)
    .filter(function (share) { return share !== null; });
  if (told !== null) return told;
  if (shares.length === 2) return (shares[0] + shares[1]) / 2;
  if (shares.length === 1) return shares[0];
  var percent = ratio(ctx, plan);
  return percent === null ? ratio(ctx, own.overall) : percent;
}

function summaryTotal(ctx, summary, cycle) {
  var pooled = Object(Object(summary.teamUsage).pooled);
  var percent = totalPercent(ctx, Object(summary.individualUsage));
  var isPooled = percent === null && ratio(ctx, pooled) !== null;
  if (isPooled && summary.limitType === "team") {
    return [dollarLine(ctx, "Total usage", ctx.util.number(pooled.used),
      ctx.util.number(pooled.limit), cycle)];
  }
  if (isPooled) percent = ratio(ctx, pooled);
  return percent === null ? [] : [percentLine(ctx, "Total usage", percent, cycle)];
}

// Of the user's own limit and the team's the first that is in use.
function summaryOnDemand(ctx, summary) {
  return [summary.individualUsage, summary.teamUsage].map(function (usage) {
    var found = Object(Object(usage).onDemand);
    if (found.enabled === false) return [];
    return onDemandLines(ctx, ctx.util.number(found.limit), firstPositive(ctx, [found.used]),
      ctx.util.number(found.remaining));
  }).find(function (lines) { return lines.length > 0; }) || [];
}

function requestLines(ctx, requests, cycle) {
  var counted = Object(requests["gpt-4"]);
  var limit = ctx.util.number(counted.maxRequestUsage);
  var used = ctx.util.number(counted.numRequests);
  if (used === null) used = ctx.util.number(counted.numRequestsTotal);
  if (!(limit > 0) || used === null) return [];
  return [ctx.line.progress(Object.assign({
    label: "Requests", used: Math.max(0, used), limit: limit,
    format: { kind: "count", suffix: "requests" }
  }, cycle))];
}

// The cycle by the summary, else by the first day of the counted month.
function websiteCycle(ctx, summary, requests) {
  var start = ctx.util.toIso(summary.billingCycleStart), end = ctx.util.toIso(summary.billingCycleEnd);
  if (start !== null && end !== null) return cycleOf(ctx, start, end);
  var from = Date.parse(ctx.util.toIso(requests.startOfMonth));
  return {
    resetsAt: isNaN(from) ? end : ctx.util.toIso(from + MONTH_MS), periodDurationMs: MONTH_MS
  };
}

// { total, shares, onDemand, requests }, each a list of lines.
function websiteLines(ctx, summary, requests) {
  var cycle = websiteCycle(ctx, summary, requests);
  return {
    total: summaryTotal(ctx, summary, cycle),
    shares: shareLines(ctx, Object(Object(summary.individualUsage).plan), cycle),
    onDemand: summaryOnDemand(ctx, summary),
    requests: requestLines(ctx, requests, cycle)
  };
}

// ---- The mode "web"

function browserGet(path, cookie) {
  var request = websiteGet(path, cookie);
  Object.assign(request.headers, {
    "Origin": "https://cursor.com", "Referer": "https://cursor.com/dashboard",
    "User-Agent": BROWSER
  });
  request.timeoutMs = 15000;
  return request;
}

// null when no cookie is configured.
function webResult(ctx) {
  var cookie = configuredCookie(ctx);
  if (cookie === null) return null;
  var answers = ctx.host.http.requestAll([
    browserGet("usage-summary", cookie), browserGet("auth/me", cookie)
  ]);
  var summary = objectOf(ctx, answers[0], { auth: COOKIE_EXPIRED });
  var user = additional(ctx, answers[1]);
  var id = ctx.util.firstText(user.sub);
  if (!/^[\x21-\x7e]+$/.test(id || "")) id = null;
  var requests = askAdditional(ctx, [
    id && browserGet("usage?user=" + encodeURIComponent(id), cookie)
  ])[0];
  var found = websiteLines(ctx, summary, requests);
  var lines = found.total.concat(found.shares, found.onDemand, found.requests);
  if (lines.length === 0) ctx.fail.invalid(NO_LIMIT);
  return {
    plan: planOf(ctx, null, summary.membershipType),
    account: ctx.util.firstText(user.email),
    source: "web",
    lines: lines.concat(spendLines(ctx, cookie))
  };
}
