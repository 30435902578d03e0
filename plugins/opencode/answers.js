// SPDX-License-Identifier: MIT
// Reads the answers of opencode.ai: scripts that build an object, or plain JSON.
"use strict";

var DEEPEST = 5;

// What stands before a value in a script: the name of the object, and the slot it is kept in.
var BEFORE_VALUE = "\"?\\s*:\\s*(?:\\$R\\[\\d+\\]\\s*=\\s*)?";
var NUMBER = "\"?(-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)";

// The first of these objects, outer ones first, that `accept` takes; null when none is.
function firstObject(root, accept) {
  var level = [root];
  for (var depth = 0; depth < DEEPEST; depth++) {
    level = level.filter(function (value) { return Object(value) === value; });
    var found = level.find(accept);
    if (found !== undefined) return found;
    var inner = [];
    level.forEach(function (value) { inner.push.apply(inner, Object.values(value)); });
    level = inner;
  }
  return null;
}

// The first group of `pattern` in the text, or null.
function partOf(text, pattern) {
  var match = new RegExp(pattern, "i").exec(text);
  return match === null ? null : match[1];
}

function readWorkspace(ctx, text) {
  return partOf(text, "(?:^|[^\\w])id\\\\?\"?\\s*:\\s*\\\\?\"(wrk_[A-Za-z0-9]+)");
}

// ---- Subscription ----

// In a script the use is always a percentage.
function windowOfScript(ctx, text, name) {
  function member(wanted) {
    return ctx.util.number(partOf(text, "\\b" + name + BEFORE_VALUE +
      "\\{(?:[^}]*?[,\\s\"])?" + wanted + BEFORE_VALUE + NUMBER));
  }
  var percent = member("usagePercent");
  if (percent === null) return null;
  return { percent: percent, resetsAt: resetAfter(ctx, member("resetInSec")) };
}

function resetAfter(ctx, seconds) {
  if (seconds === null) return null;
  return ctx.util.toIso(Date.parse(ctx.nowIso) + seconds * 1000);
}

function firstNumber(ctx, values) {
  return values.map(ctx.util.number).reduce(function (found, value) {
    return found === null ? value : found;
  }, null);
}

// In JSON up to 1 is a fraction, and there are more names.
function windowOfJson(ctx, from) {
  if (Object(from) !== from) return null;
  var percent = firstNumber(ctx, [from.usagePercent, from.usedPercent, from.percent]);
  if (percent !== null && percent <= 1) percent = ctx.util.round(percent * 100, 4);
  var used = ctx.util.number(from.used), limit = ctx.util.number(from.limit);
  if (percent === null && used !== null && limit > 0) {
    percent = ctx.util.round(used / limit * 100, 4);
  }
  if (percent === null || !isFinite(percent)) return null;
  var seconds = firstNumber(ctx, [from.resetInSec, from.resetSeconds]);
  return {
    percent: percent,
    resetsAt: resetAfter(ctx, seconds) || ctx.util.toIso(from.resetAt) ||
      ctx.util.toIso(from.resetsAt)
  };
}

// { rolling, weekly }, each { percent, resetsAt } (weekly may be null); null without the rolling one.
function readWindows(ctx, text) {
  var body = ctx.util.tryParseJson(text);
  if (Object(body) !== body) {
    var rolling = windowOfScript(ctx, text, "rollingUsage");
    return rolling && { rolling: rolling, weekly: windowOfScript(ctx, text, "weeklyUsage") };
  }
  var found = firstObject(body, function (each) { return windowOfJson(ctx, each.rollingUsage); });
  return found && {
    rolling: windowOfJson(ctx, found.rollingUsage), weekly: windowOfJson(ctx, found.weeklyUsage)
  };
}

// ---- Billing ----

function billingOfScript(text) {
  function member(name, value) {
    return partOf(text, "(?:^|[{,\\s\"])" + name + BEFORE_VALUE + value);
  }
  return {
    customerID: member("customerID", "\"([^\"]+)\""),
    balance: member("balance", NUMBER),
    monthlyLimit: member("monthlyLimit", NUMBER),
    monthlyUsage: member("monthlyUsage", NUMBER),
    subscription: member("subscription", "(\\{)") && {}
  };
}

// { balance, monthlyLimit, monthlyUsage (dollars or null), isSubscribed }; null when the answer
// names no customer or has no figure.
function readBilling(ctx, text) {
  var body = ctx.util.tryParseJson(text);
  var found = Object(body) !== body ? billingOfScript(text) : firstObject(body, function (each) {
    return ctx.util.firstText(each.customerID);
  });
  if (found === null || ctx.util.firstText(found.customerID) === null) return null;
  // Amounts count hundred-millionths of a dollar, but for the limit.
  function amount(value) {
    var units = ctx.util.number(value);
    return units === null ? null : units / 1e8;
  }
  var billing = {
    balance: amount(found.balance),
    monthlyLimit: ctx.util.number(found.monthlyLimit),
    monthlyUsage: amount(found.monthlyUsage),
    isSubscribed: Object(found.subscription) === found.subscription
  };
  return billing.balance === null && billing.monthlyUsage === null ? null : billing;
}
