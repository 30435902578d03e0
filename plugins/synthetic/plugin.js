// SPDX-License-Identifier: MIT
// Synthetic: the rolling five-hour request limit, the weekly credit budget and hourly searches.
"use strict";

var QUOTAS_URL = "https://api.synthetic.new/v2/quotas";
var HOUR_MS = 3600 * 1000;
var SAYS = {
  connection: "Synthetic request failed. Check your connection.",
  auth: "Synthetic API key invalid. Check the key at synthetic.new.",
  status: "Synthetic request failed (HTTP <n>).",
  invalid: "Could not parse Synthetic usage data."
};

// Under these names other tools keep their key.
var NAMES = ["synthetic", "synthetic.new", "syn"];

// In the order that "auto" tries them; a mode restricts them to its own.
var SOURCES = [
  { mode: "api", read: function (ctx) { return [ctx.provider.apiKey]; } },
  { mode: "local", read: piAuthKeys },
  { mode: "local", read: piModelKeys },
  { mode: "local", read: factoryKeys },
  { mode: "local", read: openCodeKeys },
  { mode: "api", read: function (ctx) { return [ctx.host.env.get("SYNTHETIC_API_KEY")]; } }
];

function keysOf(entry) {
  return [Object(entry).key, Object(entry).apiKey];
}

// The keys of the named members of a document, in the order of the names.
function namedKeys(document) {
  return NAMES.reduce(function (keys, name) {
    return keys.concat(keysOf(Object(document)[name]));
  }, []);
}

function piDirectory(ctx) {
  return ctx.host.env.get("PI_CODING_AGENT_DIR") || "~/.pi/agent";
}

function piAuthKeys(ctx) {
  return namedKeys(ctx.util.readJson(piDirectory(ctx) + "/auth.json"));
}

function piModelKeys(ctx) {
  return namedKeys(Object(ctx.util.readJson(piDirectory(ctx) + "/models.json")).providers);
}

function factoryKeys(ctx) {
  var models = Object(ctx.util.readJson("~/.factory/settings.json")).customModels;
  return (Array.isArray(models) ? models : []).filter(function (model) {
    return ctx.util.text(Object(model).baseUrl).includes("synthetic.new");
  }).map(function (model) {
    return model.apiKey;
  });
}

function openCodeKeys(ctx) {
  return NAMES.reduce(function (keys, name) {
    var found = ctx.util.authEntry("opencode", name);
    return found === null ? keys : keys.concat(keysOf(found.entry));
  }, []);
}

// Trimmed and without one pair of quotes. null for a blank and for a reference ("$NAME",
// "!command") that only the tool which wrote it can resolve.
function usableKey(ctx, text) {
  var key = ctx.util.unquoted(text);
  return key === null || /^[$!]/.test(key) ? null : key;
}

// { key, source } of the first source that has one.
function findKey(ctx) {
  var found = null;
  SOURCES.some(function (source) {
    if (ctx.sourceMode !== "auto" && ctx.sourceMode !== source.mode) return false;
    return source.read(ctx).some(function (text) {
      var key = usableKey(ctx, text);
      if (key !== null) found = { key: key, source: source.mode };
      return key !== null;
    });
  });
  if (found === null) {
    ctx.fail.auth("Synthetic API key not found. Set SYNTHETIC_API_KEY, or configure Pi, " +
      "Factory or OpenCode.");
  }
  return found;
}

// All blocks at one level. An account without subscription may answer with an empty body.
function askQuotas(ctx, key) {
  var headers = { Authorization: "Bearer " + key, Accept: "application/json" };
  var answer = ctx.util.answerTo({ url: QUOTAS_URL, headers: headers, timeoutMs: 15000 }, SAYS);
  var document = ctx.util.tryParseJson(answer.bodyText);
  var body = Object(document);
  var told = ctx.util.firstText(body.error, Object(body.error).message, body.message);
  ctx.util.checkAnswer(answer, told === null ? SAYS : Object.assign({}, SAYS, { status: told }));
  if (answer.bodyText.trim() === "") return {};
  if (Object(document) !== document || Array.isArray(document)) ctx.fail.invalid(SAYS.invalid);
  return Object.assign({}, body.data, body);
}

function requestsLine(ctx, label, used, limit, resetsAt, periodMs) {
  return ctx.line.progress({
    label: label,
    used: ctx.util.round(used, 6),
    limit: limit,
    format: { kind: "count", suffix: "requests" },
    resetsAt: resetsAt,
    periodDurationMs: periodMs
  });
}

// Both refill in small steps, so there is no instant at which they start anew.
function currentLines(ctx, quotas) {
  var rolling = Object(quotas.rollingFiveHourLimit || quotas.rolling_five_hour_limit);
  var weekly = Object(quotas.weeklyTokenLimit || quotas.weekly_token_limit);
  var max = ctx.util.number(rolling.max);
  var remaining = ctx.util.number(rolling.remaining);
  var percentRemaining = ctx.util.number(weekly.percentRemaining);
  var lines = [];
  if (max > 0 && remaining !== null) {
    lines.push(requestsLine(ctx, "5h Rate Limit", Math.max(0, max - remaining), max));
  }
  if (percentRemaining !== null) {
    var used = ctx.util.clamp(Math.round(100 - percentRemaining), 0, 100);
    lines.push(ctx.line.progress({
      label: "Mana Bar", used: used, limit: 100, format: { kind: "percent" }
    }));
  }
  return lines;
}

function limitedLines(ctx, quotas) {
  var rolling = Object(quotas.rollingFiveHourLimit || quotas.rolling_five_hour_limit);
  if (rolling.limited !== true) return [];
  return [ctx.line.badge({ label: "Rate Limited", text: "Rate limited", color: "#ef4444" })];
}

// A counter { limit, requests, renewsAt }.
function counterLines(ctx, label, counter, periodMs) {
  var limit = ctx.util.number(Object(counter).limit);
  if (!(limit > 0)) return [];
  var used = ctx.util.number(counter.requests) || 0;
  return [requestsLine(ctx, label, used, limit, ctx.util.toIso(counter.renewsAt), periodMs)];
}

// What accounts had before the rolling limits.
function olderLines(ctx, quotas) {
  var toolCalls = Object(quotas.freeToolCalls || quotas.free_tool_calls ||
    quotas.toolCallDiscounts);
  var whole = Object.assign({}, toolCalls, {
    requests: Math.round(ctx.util.number(toolCalls.requests) || 0)
  });
  return counterLines(ctx, "Subscription", quotas.subscription)
    .concat(counterLines(ctx, "Free Tool Calls", whole));
}

function quotaLines(ctx, quotas) {
  var lines = currentLines(ctx, quotas);
  var isOlder = lines.length === 0;
  lines = lines.concat(limitedLines(ctx, quotas));
  if (isOlder) lines = lines.concat(olderLines(ctx, quotas));
  lines = lines.concat(counterLines(ctx, "Search", Object(quotas.search).hourly, HOUR_MS));
  if (lines.length) return lines;
  return [ctx.line.badge({ label: "Quotas", text: "No subscription (pay as you go)" })];
}

function probe(ctx) {
  var found = findKey(ctx);
  var quotas = askQuotas(ctx, found.key);
  return {
    plan: ctx.util.firstText(quotas.plan),
    source: found.source,
    lines: quotaLines(ctx, quotas)
  };
}

var __usagestat_plugin = { id: "synthetic", probe: probe };
