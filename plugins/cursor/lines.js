// SPDX-License-Identifier: MIT
// Makes lines of the dashboard service's answers. All amounts in them are cents; shares are percent,
// so 0.36 is 0.36 %.
"use strict";

var MONTH_MS = 30 * 24 * 3600 * 1000;
var DOLLARS = { kind: "dollars" };
var PLAN_NAMES = {
  free_trial: "Pro Trial", pro_student: "Pro", pro_plus: "Pro+", express: "Start"
};

function planOf(ctx, name, membership) {
  var label = ctx.fmt.planLabel(ctx.util.firstText(name));
  if (label) return label;
  var known = ctx.util.firstText(membership);
  return ctx.util.lookUp(PLAN_NAMES, known) || ctx.fmt.planLabel(known) || null;
}

// { resetsAt, periodDurationMs } of a cycle from `start` to `end`, each a time in any usual form.
function cycleOf(ctx, start, end) {
  var from = Date.parse(ctx.util.toIso(start)), to = Date.parse(ctx.util.toIso(end));
  return {
    resetsAt: ctx.util.toIso(end),
    periodDurationMs: to > from ? to - from : MONTH_MS
  };
}

function percentLine(ctx, label, percent, cycle) {
  return ctx.line.progress(Object.assign({ label: label, used: Math.max(0, percent) }, cycle));
}
function dollarLine(ctx, label, usedCents, limitCents, cycle) {
  var amounts = {
    label: label, used: Math.max(0, usedCents) / 100, limit: limitCents / 100, format: DOLLARS
  };
  return ctx.line.progress(Object.assign(amounts, cycle));
}
function amountText(ctx, label, cents) {
  return ctx.line.text({ label: label, value: ctx.fmt.usd(cents / 100) });
}

// The shares that the automatic choice of models and named models have.
function shareLines(ctx, from, cycle) {
  return [["Auto usage", from.autoPercentUsed], ["API usage", from.apiPercentUsed]]
    .filter(function (share) { return ctx.util.number(share[1]) !== null; })
    .map(function (share) { return percentLine(ctx, share[0], ctx.util.number(share[1]), cycle); });
}

// ---- What the dashboard service tells

function creditLines(ctx, grants, stripe) {
  var granted = grants.hasCreditGrants === true ? Math.max(0, ctx.util.number(grants.totalCents)) : 0;
  var balance = ctx.util.number(stripe.customerBalance);
  // A negative balance is what Cursor owes.
  var limit = granted + (balance < 0 ? -balance : 0);
  var used = granted > 0 ? ctx.util.number(grants.usedCents) : 0;
  return limit > 0 ? [dollarLine(ctx, "Credits", used, limit)] : [];
}

function isTeam(ctx, usage, planName) {
  var spend = Object(usage.spendLimitUsage);
  return ctx.util.text(planName).trim().toLowerCase() === "team" || spend.limitType === "team" ||
    ctx.util.number(spend.pooledLimit) > 0;
}

// What has been used of the allowance in cents, or null.
function spentOf(ctx, plan) {
  var total = ctx.util.number(plan.totalSpend);
  var remaining = ctx.util.number(plan.remaining);
  if (total !== null) return total;
  return remaining === null ? null : ctx.util.number(plan.limit) - remaining;
}

// The line of the allowance, or null when the answer has neither limit nor percentage.
function totalLine(ctx, usage, planName, cycle) {
  var plan = Object(usage.planUsage);
  var limit = ctx.util.number(plan.limit), percent = ctx.util.number(plan.totalPercentUsed);
  var spent = spentOf(ctx, plan);
  if (limit > 0 && spent !== null && isTeam(ctx, usage, planName)) {
    return dollarLine(ctx, "Total usage", spent, limit, cycle);
  }
  if (percent === null && limit > 0 && spent !== null) percent = spent / limit * 100;
  return percent === null ? null : percentLine(ctx, "Total usage", percent, cycle);
}

function firstPositive(ctx, values) {
  var found = values.map(ctx.util.number).find(function (value) { return value > 0; });
  return found === undefined ? 0 : found;
}

// On-demand spend has no allowance that comes back, so neither reset nor period.
function onDemandLines(ctx, limit, used, remaining) {
  if (used === 0 && limit > 0 && remaining !== null) used = Math.max(0, limit - remaining);
  if (limit > 0) return [dollarLine(ctx, "On-demand", used, limit)];
  return used > 0 ? [amountText(ctx, "On-demand", used)] : [];
}

function spendLimitLines(ctx, spend) {
  var own = ctx.util.number(spend.individualLimit);
  var isOwn = own > 0;
  var limit = isOwn ? own : ctx.util.number(spend.pooledLimit);
  var used = firstPositive(ctx, [spend.individualUsed, spend.pooledUsed, spend.totalSpend]);
  var remaining = ctx.util.number(isOwn ? spend.individualRemaining : spend.pooledRemaining);
  return onDemandLines(ctx, limit, used, remaining);
}

// Lines of an allowance; null when the answer has none.
function planLines(ctx, usage, about) {
  var plan = Object(usage.planUsage);
  var planName = about.planInfo.planName;
  var cycle = cycleOf(ctx, usage.billingCycleStart, usage.billingCycleEnd);
  var total = totalLine(ctx, usage, planName, cycle);
  if (total === null) return null;
  var bonus = ctx.util.number(plan.bonusSpend);
  var hasBonus = bonus > 0 && isTeam(ctx, usage, planName);
  return creditLines(ctx, about.grants, about.stripe)
    .concat(total, hasBonus ? amountText(ctx, "Bonus spend", bonus) : [])
    .concat(shareLines(ctx, plan, cycle))
    .concat(spendLimitLines(ctx, Object(usage.spendLimitUsage)));
}

// Whether a plan without a limit in money counts requests, which the dashboard service does not
// tell. `plan` is the name of the plan, or null.
function isRequestBased(ctx, usage, plan) {
  var allowance = Object(usage.planUsage);
  if (ctx.util.number(allowance.limit) > 0) return false;
  if (plan === null && ctx.util.number(allowance.totalPercentUsed) === null) return true;
  return ["enterprise", "team"].includes(ctx.util.text(plan).toLowerCase()) ||
    isTeam(ctx, usage, plan);
}

function accountText(ctx, stripe) {
  return ctx.line.text({
    label: "Account",
    value: "Plan: " + ctx.util.firstText(stripe.membershipType) + ", subscription: " +
      (ctx.util.firstText(stripe.subscriptionStatus) || "unknown") + ". Usage meters unavailable " +
      "from API; open Cursor > Account / Usage."
  });
}
