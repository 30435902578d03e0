// SPDX-License-Identifier: MIT
// Spending by OpenCode's own records: its databases, and the message files of older versions.
"use strict";

var DAY_MS = 24 * 3600 * 1000;
// Longer than the days that are shown, so that no time zone cuts off one of them.
var LOOKED_BACK_MS = 33 * DAY_MS;

// Damaged JSON in one row must not spoil the others.
var MESSAGES =
  "SELECT id, time_created AS storedMs, json_extract(body, '$.time.created') AS createdMs," +
  " json_extract(body, '$.cost') AS cost, json_extract(body, '$.tokens') AS tokens" +
  " FROM (SELECT id, time_created, CASE WHEN json_valid(data) THEN data ELSE '{}' END AS body" +
  " FROM message WHERE time_created IS NULL OR time_created >= ?)" +
  " WHERE json_extract(body, '$.role') = 'assistant'" +
  " AND json_extract(body, '$.providerID') = 'opencode'" +
  " AND json_type(body, '$.cost') IN ('integer', 'real')";

function tokensOf(ctx, value) {
  var tokens = Object(value);
  var total = ctx.util.number(tokens.total);
  if (total !== null) return Math.max(0, total);
  var cache = Object(tokens.cache);
  return [tokens.input, tokens.output, tokens.reasoning, cache.read, cache.write]
    .reduce(function (sum, part) { return sum + Math.max(0, ctx.util.number(part)); }, 0);
}

// { id, timeMs, dollars, tokens } of each message that Zen was paid for, or null when the
// database cannot be read.
function eventsOfDatabase(ctx, path, sinceMs) {
  var rows;
  try {
    rows = ctx.host.sqlite.rows(path, MESSAGES, [sinceMs]);
  } catch (error) {
    ctx.host.log.warn(error.message);
    return null;
  }
  return rows.map(function (row) {
    var createdMs = ctx.util.number(row.createdMs);
    return {
      id: row.id,
      timeMs: createdMs === null ? ctx.util.number(row.storedMs) : createdMs,
      dollars: ctx.util.number(row.cost),
      tokens: tokensOf(ctx, ctx.util.tryParseJson(row.tokens))
    };
  });
}

// A file is written after the message is made: one that is old holds nothing that counts.
function eventsOfFiles(ctx, paths, sinceMs) {
  return paths.filter(function (path) {
    var stat = ctx.host.fs.stat(path);
    return stat !== null && stat.modifiedMs >= sinceMs;
  }).map(function (path) {
    var message = Object(ctx.util.readJson(path));
    var isPaid = message.role === "assistant" && message.providerID === "opencode" &&
      typeof message.cost === "number";
    return isPaid ? {
      id: message.id,
      timeMs: ctx.util.number(Object(message.time).created),
      dollars: ctx.util.number(message.cost),
      tokens: tokensOf(ctx, message.tokens)
    } : null;
  }).filter(Boolean);
}

// Of several records of one message the first counts; those without a time or a price do not.
function countedOnce(events) {
  var seen = {};
  return events.filter(function (event) {
    if (event.timeMs === null || event.dollars === null) return false;
    if (typeof event.id !== "string") return true;
    var key = "id " + event.id;
    if (seen[key]) return false;
    seen[key] = true;
    return true;
  });
}

// { isThere: OpenCode was used or logged in here, isDamaged: a database cannot be read, lines }.
function localTotals(ctx) {
  var folder = ctx.util.dataFolder("opencode").replace(/[\/\\]+$/, "");
  var glob = ctx.host.fs.glob;
  var sinceMs = Date.parse(ctx.nowIso) - LOOKED_BACK_MS;
  var databases = glob(folder + "/opencode.db").concat(glob(folder + "/opencode-*.db"));
  var files = glob(folder + "/storage/message/**/*.json");
  var read = databases.map(function (path) { return eventsOfDatabase(ctx, path, sinceMs); });
  var events = read.filter(Boolean).concat([eventsOfFiles(ctx, files, sinceMs)])
    .reduce(function (all, some) { return all.concat(some); }, []);
  var login = Object(ctx.util.readJson(folder + "/auth.json")).opencode;
  return {
    isThere: databases.length > 0 || files.length > 0 || Object(login) === login,
    isDamaged: read.includes(null),
    lines: ctx.util.spendLines(countedOnce(events))
  };
}
