// SPDX-License-Identifier: MIT
// What was spent on the user's days, of events that a plugin collected on this machine or page by page.
(function (global) {
  "use strict";

  var parts = global.__usagestat_parts;
  var kit = parts.kit, time = parts.host.time;
  var DAYS_BACK = 30;

  // Midnights of today, of the day before it and so on. A day of a zone is not always 24 hours long.
  function midnights() {
    var today = time.parts(time.zone, Date.now());
    var starts = [];
    for (var back = -1; back <= DAYS_BACK; back++) {
      var day = new Date(Date.UTC(today.year, today.month - 1, today.day - back));
      starts.push(time.epochMs(time.zone, day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()));
    }
    return starts;
  }

  function between(events, fromMs, toMs) {
    return events.filter(function (event) { return event.timeMs >= fromMs && event.timeMs < toMs; });
  }
  function sum(events, name) {
    return events.reduce(function (total, event) { return total + (event[name] || 0); }, 0);
  }

  parts.spendStartMs = function () {
    var starts = midnights();
    return starts[starts.length - 1];
  };

  parts.spendLines = function (events) {
    var starts = midnights();
    var tomorrow = starts[0], today = starts[1], yesterday = starts[2], first = starts[starts.length - 1];
    var counted = between(events, first, tomorrow);
    if (counted.length === 0) return [];
    var isPriced = counted.some(function (event) { return event.dollars !== null; });
    function line(label, fromMs, toMs) {
      var those = between(counted, fromMs, toMs);
      var price = isPriced ? kit.fmt.usd(sum(those, "dollars")) + " · " : "";
      return kit.line.text({ label: label, value: price + kit.fmt.compact(sum(those, "tokens")) + " tokens" });
    }
    return [
      line("Today", today, tomorrow), line("Yesterday", yesterday, today), line("Last 30 Days", first, tomorrow)
    ];
  };
})(globalThis);
