// SPDX-License-Identifier: MIT
// From what the services tell to lines.
"use strict";

var SESSION_MS = 5 * 3600 * 1000;
var WEEK_MS = 7 * 24 * 3600 * 1000;

// The windows of a quota summary, in the order of their lines.
var WINDOWS = [
  { id: "gemini-5h", label: "Session", periodMs: SESSION_MS },
  { id: "gemini-weekly", label: "Weekly", periodMs: WEEK_MS },
  { id: "3p-5h", label: "Claude", periodMs: SESSION_MS },
  { id: "3p-weekly", label: "Claude Weekly", periodMs: WEEK_MS }
];

// Models that are not for users, by their internal names.
var HIDDEN_MODELS = [
  "MODEL_CHAT_20706", "MODEL_CHAT_23310", "MODEL_GOOGLE_GEMINI_2_5_FLASH",
  "MODEL_GOOGLE_GEMINI_2_5_FLASH_THINKING", "MODEL_GOOGLE_GEMINI_2_5_FLASH_LITE",
  "MODEL_GOOGLE_GEMINI_2_5_PRO", "MODEL_PLACEHOLDER_M19", "MODEL_PLACEHOLDER_M9",
  "MODEL_PLACEHOLDER_M12"
];

function listOf(value) {
  return Array.isArray(value) ? value.map(Object) : [];
}

function quotaLine(ctx, label, fraction, resetsAt, periodMs) {
  return ctx.line.progress({
    label: label,
    used: ctx.util.round((1 - ctx.util.clamp(fraction, 0, 1)) * 100, 0),
    resetsAt: ctx.util.toIso(resetsAt),
    periodDurationMs: periodMs
  });
}

// ---- Quota summary

// The groups of an answer, wrapped or bare; null when it is no summary.
function summaryGroups(answer) {
  var groups = Object(Object(answer).response).groups || Object(answer).groups;
  return Array.isArray(groups) ? listOf(groups) : null;
}

function bucketFraction(ctx, bucket) {
  var remaining = Object(bucket.remaining);
  var fractions = [bucket.remainingFraction, remaining.remainingFraction];
  if (remaining.case === "remainingFraction") fractions.push(remaining.value);
  var known = fractions.map(ctx.util.number).filter(function (each) { return each !== null; });
  return known.length ? known[0] : null;
}

// The lines of a summary; an empty one is a valid answer.
function linesOrNone(ctx, groups) {
  var lines = summaryLines(ctx, groups);
  return lines.length ? lines : noUsageData(ctx);
}

function summaryLines(ctx, groups) {
  var buckets = [];
  groups.forEach(function (group) {
    listOf(group.buckets).forEach(function (bucket) {
      if (bucket.disabled !== true) buckets.push(bucket);
    });
  });
  var lines = [];
  WINDOWS.forEach(function (window) {
    var bucket = buckets.find(function (each) { return each.bucketId === window.id; });
    var fraction = bucket ? bucketFraction(ctx, bucket) : null;
    if (fraction === null) return;
    lines.push(quotaLine(ctx, window.label, fraction, bucket.resetTime, window.periodMs));
  });
  return lines;
}

// ---- Models of older builds, which share two pools

// { label, fraction, resetsAt } of those that count.
function modelQuota(ctx, label, internalName, quota) {
  var fraction = ctx.util.number(Object(quota).remainingFraction);
  var name = ctx.util.firstText(label);
  if (fraction === null || name === null || HIDDEN_MODELS.includes(internalName)) return null;
  return { label: name, fraction: fraction, resetsAt: Object(quota).resetTime };
}

function configuredModels(ctx, configs) {
  return listOf(configs).map(function (config) {
    return modelQuota(ctx, config.label, Object(config.modelOrAlias).model, config.quotaInfo);
  }).filter(Boolean);
}

function availableModels(ctx, models) {
  return Object.entries(Object(models)).map(function (entry) {
    var model = Object(entry[1]);
    if (model.isInternal === true) return null;
    var label = ctx.util.firstText(model.displayName, model.label, entry[0]);
    return modelQuota(ctx, label, model.model, model.quotaInfo);
  }).filter(Boolean);
}

// Every object with a remainingFraction, however deep it sits.
function bucketModels(ctx, answer) {
  var found = [];
  function walk(value, depth) {
    if (Object(value) !== value || depth > 8) return;
    var isBucket = value.remainingFraction !== undefined;
    var model = !isBucket ? null : modelQuota(ctx, value.modelId || value.model_id || "unknown", null, {
      remainingFraction: value.remainingFraction, resetTime: value.resetTime || value.reset_time
    });
    if (model !== null) found.push(model);
    Object.values(value).forEach(function (each) { walk(each, depth + 1); });
  }
  walk(answer, 0);
  return found;
}

// The lowest of each pool. What stands in parentheses says how a model is used, not whose it is.
function poolLines(ctx, models) {
  var lowest = {};
  models.forEach(function (model) {
    var isGemini = /gemini/i.test(model.label.replace(/\s*\([^()]*\)\s*$/, ""));
    var label = isGemini ? "Session" : "Claude";
    if (!lowest[label] || model.fraction < lowest[label].fraction) lowest[label] = model;
  });
  return ["Session", "Claude"].filter(function (label) { return lowest[label]; })
    .map(function (label) {
      return quotaLine(ctx, label, lowest[label].fraction, lowest[label].resetsAt, SESSION_MS);
    });
}

function noUsageData(ctx) {
  return [ctx.line.badge({ label: "Status", text: "No usage data", color: "#a3a3a3" })];
}
