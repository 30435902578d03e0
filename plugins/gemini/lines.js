// SPDX-License-Identifier: MIT
// From the quota buckets and the account to plan and lines.
"use strict";

// The service names no length; its allowances are known to be per day.
var DAY_MS = 24 * 3600 * 1000;

// A model belongs to the first group whose word its name contains; `position` is that of the line.
var GROUPS = [
  { word: "flash-lite", label: "Flash Lite", position: 2 },
  { word: "flash", label: "Flash", position: 1 },
  { word: "pro", label: "Pro", position: 0 }
];

var TIER_NAMES = {
  "standard-tier": "Paid",
  "legacy-tier": "Legacy",
  "free-tier": "Free",
  "g1-pro-tier": "AI Pro",
  "g1-ultra-tier": "AI Ultra"
};

// Every object with a remainingFraction, however deep it lies.
function bucketsIn(ctx, answer) {
  var nodes = [answer];
  for (var i = 0; i < nodes.length; i++) {
    nodes.push.apply(nodes, Object.values(nodes[i]).filter(isObject));
  }
  return nodes.filter(function (node) {
    return node.remainingFraction !== undefined && ctx.util.number(node.remainingFraction) !== null;
  });
}

function isObject(value) { return typeof value === "object" && value !== null; }

function groupOf(ctx, bucket) {
  var model = (ctx.util.firstText(bucket.modelId, bucket.model_id) || "unknown").toLowerCase();
  if (!model.includes("gemini")) return null;
  return GROUPS.find(function (group) { return model.includes(group.word); }) || null;
}

function quotaLine(ctx, label, bucket) {
  var left = ctx.util.clamp(ctx.util.number(bucket.remainingFraction), 0, 1);
  return ctx.line.progress({
    label: label,
    used: Math.round((1 - left) * 100),
    resetsAt: ctx.util.toIso(bucket.resetTime) || ctx.util.toIso(bucket.reset_time),
    periodDurationMs: DAY_MS
  });
}

// One line a group, of its model with the least left.
function quotaLines(ctx, answer) {
  var scarcest = [];
  bucketsIn(ctx, answer).forEach(function (bucket) {
    var group = groupOf(ctx, bucket);
    if (group === null) return;
    var other = scarcest[group.position];
    var left = ctx.util.number(bucket.remainingFraction);
    if (other && ctx.util.number(other.bucket.remainingFraction) <= left) return;
    scarcest[group.position] = { label: group.label, bucket: bucket };
  });
  return scarcest.filter(Boolean).map(function (each) {
    return quotaLine(ctx, each.label, each.bucket);
  });
}

function linesOf(ctx, answer, email) {
  var lines = quotaLines(ctx, answer);
  if (lines.length === 0) {
    lines.push(ctx.line.badge({ label: "Status", text: "No usage data", color: "#a3a3a3" }));
  }
  if (email !== null) lines.push(ctx.line.text({ label: "Account", value: email }));
  return lines;
}

// What is known about the account that the ID token is for; an empty object for none.
function identityOf(ctx, login) {
  return Object(ctx.jwt.decodePayload(ctx.util.text(login.idToken)));
}

function planOf(ctx, about, identity) {
  var paid = Object(about.paidTier);
  var name = ctx.util.firstText(paid.name);
  if (name !== null) return name;
  var tier = ctx.util.firstText(paid.id, Object(about.currentTier).id);
  if (tier === "free-tier" && ctx.util.firstText(identity.hd) !== null) return "Workspace";
  return ctx.util.lookUp(TIER_NAMES, tier);
}
