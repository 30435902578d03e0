// SPDX-License-Identifier: MIT
// Cursor: the plan's allowance by the login of the app or of the agent program, else by a cookie.
"use strict";

var NO_LIMIT = "Total usage limit missing from API response.";
var NO_SUBSCRIPTION = "No active Cursor subscription.";

var STEPS = {
  auto: [localResult, webResult],
  local: [localResult],
  oauth: [localResult],
  web: [webResult]
};

// { plan, lines } by the website, for an account without an allowance in money.
function requestBased(ctx, token) {
  var answers = askRequests(ctx, token);
  var found = websiteLines(ctx, answers.summary, answers.requests);
  var first = found.requests.length ? found.requests : found.total;
  return {
    membership: answers.summary.membershipType,
    lines: first.concat(found.shares, found.onDemand)
  };
}

// What is wrong with an answer that no line can be made of.
function failWithout(ctx, period, isByRequests) {
  if (period.fallback !== null) {
    if (period.fallback.refusal !== null) throw period.fallback.refusal;
    ctx.fail.unsupported("Cursor does not expose usage for this account. " +
      "Open Cursor > Settings > Account.", period.fallback.reason || "");
  }
  if (isByRequests) ctx.fail.network("Request-based usage data unavailable. Try again later.");
  if (!period.usage.planUsage) ctx.fail.permission(NO_SUBSCRIPTION);
  ctx.fail.invalid(NO_LIMIT);
}

// { membership, lines } of the period as the account counts it.
function figuresOf(ctx, login, period, about) {
  var plan = ctx.util.firstText(about.planInfo.planName, about.stripe.membershipType,
    login.membership);
  var isByRequests = period.usage === null || isRequestBased(ctx, period.usage, plan);
  var lines = isByRequests ? null : planLines(ctx, period.usage, about);
  if (lines !== null) return { lines: lines };
  if (!isByRequests && period.fallback === null) failWithout(ctx, period, false);
  var found = requestBased(ctx, period.token);
  if (found.lines.length > 0) return found;
  if (period.fallback !== null && ctx.util.firstText(about.stripe.membershipType) !== null) {
    return { lines: [accountText(ctx, about.stripe)] };
  }
  return failWithout(ctx, period, plan !== null);
}

// null when there is no login.
function localResult(ctx) {
  var login = findLogin(ctx);
  if (login === null) return null;
  var period = askPeriod(ctx, login);
  if (period.usage !== null && period.usage.enabled === false) ctx.fail.permission(NO_SUBSCRIPTION);
  var about = askAbout(ctx, period.token);
  var figures = figuresOf(ctx, login, period, about);
  var cookie = cookieOf(ctx, period.token);
  var membership = ctx.util.firstText(figures.membership, about.stripe.membershipType,
    login.membership);
  return {
    plan: planOf(ctx, about.planInfo.planName, membership),
    account: login.account || null,
    source: "local",
    lines: figures.lines.concat(cookie ? spendLines(ctx, cookie) : [])
  };
}

function probe(ctx) {
  var outcome = ctx.util.firstOf(STEPS[ctx.sourceMode]);
  if (outcome.result !== null) return outcome.result;
  if (outcome.failure !== null) throw outcome.failure;
  ctx.fail.auth("Not logged in. " + SIGN_IN,
    ctx.sourceMode === "web" ? "Set cookieHeader or CURSOR_COOKIE." : "");
}

var __usagestat_plugin = { id: "cursor", probe: probe };
