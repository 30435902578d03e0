// SPDX-License-Identifier: MIT
// The plan's three windows, and the usage API that tells them for a key.
"use strict";

var USAGE_URL = "https://opencode.ai/zen/go/v1/usage";
var HOUR_MS = 3600 * 1000;
var DAY_MS = 24 * HOUR_MS;

var NO_SUBSCRIPTION = "No OpenCode Go subscription on this key.";
var FAILED = "OpenCode Go request failed (HTTP <n>). Try again later.";

var WINDOWS = [
  { label: "Session", key: "rolling", member: "rollingUsage", lengthMs: 5 * HOUR_MS, dollars: 12 },
  { label: "Weekly", key: "weekly", member: "weeklyUsage", lengthMs: 7 * DAY_MS, dollars: 30 },
  { label: "Monthly", key: "monthly", member: "monthlyUsage", lengthMs: 30 * DAY_MS, dollars: 60 }
];

function windowLine(ctx, kind, percent, resetsAt, lengthMs) {
  return ctx.line.progress({
    label: kind.label,
    used: ctx.util.round(ctx.util.clamp(percent, 0, 100), 1),
    resetsAt: resetsAt,
    periodDurationMs: lengthMs || kind.lengthMs
  });
}

function checkRefusal(ctx, answer) {
  if (answer.status === 401) {
    ctx.fail.auth("OpenCode Go key was rejected. Log into OpenCode Go again.");
  }
  if (answer.status !== 403) return;
  var problem = Object(Object(ctx.util.tryParseJson(answer.bodyText)).error);
  if (problem.type === "EntitlementError") ctx.fail.auth(NO_SUBSCRIPTION);
}

// The percentages are taken as they are: 1 means one percent.
function apiResult(ctx) {
  var key = apiKey(ctx);
  if (key === null) return null;
  var says = { auth: FAILED, status: FAILED };
  var answer = ctx.util.answerTo({
    url: USAGE_URL,
    headers: { "Authorization": "Bearer " + key, "Accept": "application/json" },
    timeoutMs: 15000
  }, says);
  checkRefusal(ctx, answer);
  var usage = Object(ctx.util.parseBody(ctx.util.checkAnswer(answer, says), says).usage);
  var lines = WINDOWS.map(function (kind) {
    var found = Object(usage[kind.key]);
    var percent = ctx.util.number(found.percent);
    return percent === null ? null :
      windowLine(ctx, kind, percent, ctx.util.toIso(found.resetsAt));
  });
  return { plan: "Go", source: "api", lines: lines.filter(Boolean) };
}
