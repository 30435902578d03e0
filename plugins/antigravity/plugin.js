// SPDX-License-Identifier: MIT
// Antigravity: two quota pools, of Gemini and of other models, as the running app tells them, as
// Google tells them, or as the app last saw them.
"use strict";

// In the order that "auto" tries them. `read` gives a result, one without lines when there was
// nothing in it, or null.
var SOURCES = [
  { name: "server", modes: ["auto", "local"], read: fromServer },
  { name: "cloud", modes: ["auto", "oauth"], read: fromCloud },
  { name: "cache", modes: ["auto", "local"], read: fromCache }
];

// The one local source that the settings name, or null.
function pinnedSource(ctx) {
  var pin = ctx.util.firstText(ctx.provider.settings.source);
  if (pin !== null && pin !== "server" && pin !== "cache") {
    ctx.fail.config("The setting source of Antigravity must be server or cache.");
  }
  return ctx.sourceMode === "oauth" ? null : pin;
}

function isWanted(ctx, source, pin) {
  return source.modes.includes(ctx.sourceMode) && (pin === null || pin === source.name);
}

function hasLines(result) { return result.lines.length > 0; }

function probe(ctx) {
  var pin = pinnedSource(ctx);
  var problems = [];
  var results = [];
  SOURCES.some(function (source) {
    if (!isWanted(ctx, source, pin)) return false;
    try {
      var result = source.read(ctx);
      if (result !== null) results.push(result);
    } catch (error) {
      ctx.host.log.info(source.name + ": " + error.message);
      problems.push(error);
    }
    return results.some(hasLines);
  });
  return results.find(hasLines) || withoutFigures(ctx, problems, results);
}

// What the user can do something about is told first. Without a problem, and with a source that
// has nothing in it, there is no usage data.
function withoutFigures(ctx, problems, results) {
  function isAboutLogin(problem) { return problem.kind === "auth"; }
  if (problems.length) throw problems.find(isAboutLogin) || problems[0];
  if (results.length === 0) ctx.fail.auth("Start Antigravity or run `agy` and try again.");
  return Object.assign(results[0], { lines: noUsageData(ctx) });
}

var __usagestat_plugin = { id: "antigravity", probe: probe };
