// SPDX-License-Identifier: MIT
// What the plan has cost by the databases of OpenCode: answers, and the steps they were made of.
"use strict";

// Longer than the days and the months that are counted, so that no time zone cuts off one of them.
var LOOKED_BACK_MS = 33 * DAY_MS;
var LATEST_MS = 8.64e15;

// A row of `table` with its JSON as `body`; damaged JSON in one row must not spoil the others.
function readable(table, columns) {
  return "SELECT " + columns + ", time_created AS storedMs," +
    " CASE WHEN json_valid(data) THEN data ELSE '{}' END AS body FROM " + table;
}

// The time that the JSON of a row tells, else the one in its column.
var TIME_OF_BODY = "coalesce(CASE WHEN json_type(body, '$.time.created') IN ('integer', 'real')" +
  " THEN json_extract(body, '$.time.created') END, storedMs)";
var COST_OF_BODY = "CASE WHEN json_type(body, '$.cost') IN ('integer', 'real')" +
  " THEN json_extract(body, '$.cost') END";

// The answers that count: those since a time, and all up to the first priced one, which begins the
// billing month. Steps are read for these only, as their table may be huge.
var ANSWERS =
  "WITH answer AS (SELECT id, " + TIME_OF_BODY + " AS timeMs, " + COST_OF_BODY + " AS cost," +
  " json_extract(body, '$.tokens') AS tokens FROM (" + readable("message", "id") + ")" +
  " WHERE json_extract(body, '$.role') = 'assistant'" +
  " AND json_extract(body, '$.providerID') = 'opencode-go')," +
  " chosen AS (SELECT * FROM answer WHERE timeMs >= ? OR timeMs <= coalesce(" +
  "(SELECT min(timeMs) FROM answer WHERE timeMs > 0 AND cost >= 0), timeMs))";
var PLAIN = ANSWERS + " SELECT id AS messageId, timeMs, cost, tokens FROM chosen";

// Steps are looked for by IN, which is quick with and without an index on message_id.
var WITH_STEPS = ANSWERS +
  ", step AS (SELECT message_id AS messageId, " + TIME_OF_BODY + " AS timeMs, " + COST_OF_BODY +
  " AS cost, json_extract(body, '$.tokens') AS tokens FROM (" + readable("part", "message_id") +
  " WHERE message_id IN (SELECT id FROM chosen))" +
  " WHERE json_extract(body, '$.type') = 'step-finish'" +
  " AND json_type(body, '$.cost') IN ('integer', 'real'))" +
  " SELECT id AS messageId, coalesce(step.timeMs, chosen.timeMs) AS timeMs, step.cost AS cost," +
  " step.tokens AS tokens, chosen.tokens AS messageTokens" +
  " FROM step JOIN chosen ON chosen.id = step.messageId" +
  " UNION ALL SELECT id, timeMs, cost, tokens, NULL FROM chosen" +
  " WHERE id NOT IN (SELECT messageId FROM step)";

var STEP_COLUMNS = "SELECT count(*) AS found FROM pragma_table_info('part')" +
  " WHERE name IN ('id', 'message_id', 'time_created', 'data')";

// Rows of a database, or none when it cannot be read.
function rowsOf(ctx, path, sinceMs) {
  try {
    var hasSteps = ctx.host.sqlite.rows(path, STEP_COLUMNS)[0].found === 4;
    return ctx.host.sqlite.rows(path, hasSteps ? WITH_STEPS : PLAIN, [sinceMs]);
  } catch (error) {
    ctx.host.log.warn(error.message);
    return [];
  }
}

// null when the JSON tells no tokens.
function tokensOf(ctx, text) {
  var tokens = ctx.util.tryParseJson(text);
  if (Object(tokens) !== tokens) return null;
  var total = ctx.util.number(tokens.total);
  if (total !== null) return Math.max(0, total);
  var cache = Object(tokens.cache);
  return [tokens.input, tokens.output, tokens.reasoning, cache.read, cache.write]
    .reduce(function (sum, part) { return sum + Math.max(0, ctx.util.number(part)); }, 0);
}

// { timeMs, dollars, tokens } of each priced row. Steps without tokens of their own share those of
// their message, which then count once.
function eventsOf(ctx, rows) {
  var told = {};
  rows.forEach(function (row) {
    if (tokensOf(ctx, row.tokens) !== null) told["id " + row.messageId] = true;
  });
  return rows.map(function (row) {
    var key = "id " + row.messageId;
    var tokens = tokensOf(ctx, told[key] ? row.tokens : row.messageTokens);
    told[key] = true;
    return {
      timeMs: ctx.util.number(row.timeMs), dollars: ctx.util.number(row.cost), tokens: tokens || 0
    };
  }).filter(function (event) {
    return event.timeMs > 0 && event.timeMs <= LATEST_MS && event.dollars !== null &&
      event.dollars >= 0;
  });
}

// What was spent by the plan on this machine, oldest first. A message that several databases have
// is taken from the first.
function localEvents(ctx) {
  var folder = ctx.util.dataFolder("opencode").replace(/[\/\\]+$/, "");
  var sinceMs = Date.parse(ctx.nowIso) - LOOKED_BACK_MS;
  var seen = {};
  return ["/opencode.db", "/opencode-*.db"].reduce(function (paths, name) {
    return paths.concat(ctx.host.fs.glob(folder + name));
  }, []).reduce(function (events, path) {
    var fresh = rowsOf(ctx, path, sinceMs).filter(function (row) {
      return !seen["id " + row.messageId];
    });
    fresh.forEach(function (row) { seen["id " + row.messageId] = true; });
    return events.concat(eventsOf(ctx, fresh));
  }, []).sort(function (a, b) { return a.timeMs - b.timeMs; });
}
