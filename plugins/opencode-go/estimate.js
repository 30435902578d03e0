// SPDX-License-Identifier: MIT
// The windows as far as the spending on this machine tells them.
"use strict";

// The instant of `anchor` (its day and its time of day in UTC) in a month of `year`; months beyond
// December belong to the next year, and a day that a month lacks becomes its last one.
function anchoredIn(anchor, year, month) {
  var lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  var timeOfDayMs = (anchor.getTime() % DAY_MS);
  return Date.UTC(year, month, Math.min(anchor.getUTCDate(), lastDay)) + timeOfDayMs;
}

// { fromMs, toMs } of the billing month, which is guessed to begin as the first use did.
function billingMonth(firstMs, nowMs) {
  var anchor = new Date(firstMs);
  var now = new Date(nowMs);
  var year = now.getUTCFullYear();
  var month = now.getUTCMonth();
  if (anchoredIn(anchor, year, month) > nowMs) month -= 1;
  return {
    fromMs: anchoredIn(anchor, year, month), toMs: anchoredIn(anchor, year, month + 1)
  };
}

// { fromMs, toMs (both of what counts), resetMs }
function rangesOf(ctx, events, nowMs) {
  var sessionMs = WINDOWS[0].lengthMs;
  var oldest = events.find(function (event) {
    return event.timeMs >= nowMs - sessionMs && event.timeMs < nowMs;
  });
  var weekEndMs = Date.parse(ctx.util.nextUtc("week", nowMs));
  var month = billingMonth(events[0].timeMs, nowMs);
  return [
    {
      fromMs: nowMs - sessionMs, toMs: nowMs,
      resetMs: (oldest ? oldest.timeMs : nowMs) + sessionMs
    },
    { fromMs: weekEndMs - WINDOWS[1].lengthMs, toMs: weekEndMs, resetMs: weekEndMs },
    {
      fromMs: month.fromMs, toMs: month.toMs, resetMs: month.toMs,
      lengthMs: month.toMs - month.fromMs
    }
  ];
}

// Lines of events in the order of their time; none without any.
function estimateLines(ctx, events) {
  if (events.length === 0) return [];
  var ranges = rangesOf(ctx, events, Date.parse(ctx.nowIso));
  var lines = WINDOWS.map(function (kind, index) {
    var range = ranges[index];
    var dollars = events.reduce(function (sum, event) {
      var isInside = event.timeMs >= range.fromMs && event.timeMs < range.toMs;
      return isInside ? sum + event.dollars : sum;
    }, 0);
    return windowLine(ctx, kind, dollars / kind.dollars * 100, ctx.util.toIso(range.resetMs),
      range.lengthMs);
  });
  return lines.concat(ctx.line.badge({ label: "Source", text: "Estimated", color: "#a3a3a3" }));
}
