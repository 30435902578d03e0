// SPDX-License-Identifier: MIT
// The parts of ctx that need nothing from outside: lines, formats, dates, numbers, failures.
(function (global) {
  "use strict";

  var kit = global.__usagestat_kit = {};

  // ---- fail

  function failure(kind) {
    return function (message, hint, retryAt) {
      var error = new Error(String(message));
      error.kind = kind;
      error.hint = hint ? String(hint) : "";
      var time = retryAt === undefined || retryAt === null ? null : kit.toIso(retryAt);
      if (time) error.retryAt = time;
      throw error;
    };
  }
  kit.fail = {
    auth: failure("auth"), rateLimited: failure("rate_limited"), network: failure("network"), config: failure("config"),
    permission: failure("permission"), unsupported: failure("unsupported"), invalid: failure("plugin")
  };

  // ---- lines

  function line(type, required, optional) {
    return function (options) {
      var result = { type: type };
      required.forEach(function (name) { result[name] = options[name]; });
      optional.forEach(function (name) {
        if (options[name] !== undefined && options[name] !== null && options[name] !== "") result[name] = options[name];
      });
      return result;
    };
  }
  var progress = line("progress", ["label", "used"], ["resetsAt", "periodDurationMs", "color"]);
  kit.line = {
    progress: function (options) {
      var result = progress(options);
      result.limit = options.limit === undefined ? 100 : options.limit;
      result.format = options.format || { kind: "percent" };
      return result;
    },
    text: line("text", ["label", "value"], ["color", "subtitle"]),
    badge: line("badge", ["label", "text"], ["color", "subtitle"]),
    barChart: line("barChart", ["label", "points"], ["note", "color"])
  };

  // ---- numbers and texts

  // Nothing is counted beyond these. Within them sums, products and ratios of answers stay finite.
  var LARGEST = 1e100, SMALLEST = 1e-100;
  kit.number = function (value) {
    if (typeof value !== "number" && (typeof value !== "string" || value.trim() === "")) return null;
    var number = Number(value);
    if (!(Math.abs(number) <= LARGEST)) return null;
    return Math.abs(number) < SMALLEST ? 0 : number;
  };
  kit.clamp = function (value, low, high) { return Math.min(Math.max(value, low), high); };
  kit.round = function (value, decimals) {
    var factor = Math.pow(10, decimals || 0);
    // The tiny nudge makes 1.005 round as it is written, not as it is stored.
    var rounded = Math.round((Math.abs(value) + 1e-9 / factor) * factor) / factor;
    // What is too large for the factor has no decimals.
    if (!isFinite(rounded)) return value;
    return value < 0 ? -rounded : rounded;
  };
  // A word of an answer may be the name of something that every object has.
  kit.lookUp = function (table, name) {
    return typeof name === "string" && Object.prototype.hasOwnProperty.call(table, name) ? table[name] : null;
  };
  kit.firstResults = function (list, most, make) {
    var results = [];
    for (var i = 0; Array.isArray(list) && i < list.length && results.length < most; i++) {
      var result = make(list[i], i);
      if (result !== null) results.push(result);
    }
    return results;
  };
  kit.firstText = function () {
    for (var i = 0; i < arguments.length; i++) {
      if (typeof arguments[i] === "string" && arguments[i].trim() !== "") return arguments[i].trim();
    }
    return null;
  };
  // Documents hold anything anywhere, and String() of an object is no text or even an error.
  kit.text = function (value) {
    if (typeof value === "string") return value.trim();
    return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  };
  kit.safeJsonParse = function (text) {
    if (typeof text !== "string" || text.trim() === "") return { ok: false };
    try {
      return { ok: true, value: JSON.parse(text) };
    } catch (error) {
      return { ok: false };
    }
  };
  kit.tryParseJson = function (text) {
    var parsed = kit.safeJsonParse(text);
    return parsed.ok ? parsed.value : null;
  };

  // ---- dates

  // ISO forms, with a blank for the T, " UTC" for the Z, offsets without a colon, long fractions; zone-less means UTC.
  function parseDateText(text) {
    var match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?$/i.exec(text.trim());
    if (!match) {
      var other = Date.parse(text);
      return isFinite(other) ? other : null;
    }
    var clock = match[2] || "00:00:00";
    if (clock.length === 5) clock += ":00";
    var fraction = ((match[3] || ".") + "000").slice(0, 4);
    var zone = match[4] || "Z";
    if (/^(utc|gmt|z)$/i.test(zone)) zone = "Z";
    else if (zone.length === 5) zone = zone.slice(0, 3) + ":" + zone.slice(3);
    var time = Date.parse(match[1] + "T" + clock + fraction + zone);
    return isFinite(time) ? time : null;
  }
  kit.parseDateMs = function (value) {
    if (value instanceof Date) return isFinite(value.getTime()) ? value.getTime() : null;
    if (typeof value === "number") return isFinite(value) ? value : null;
    if (typeof value !== "string" || value.trim() === "") return null;
    return parseDateText(value);
  };
  kit.toIso = function (value) {
    var time = null;
    if (value instanceof Date) time = value.getTime();
    else if (typeof value === "number" || (typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(value))) {
      var number = Number(value);
      time = Math.abs(number) < 1e10 ? number * 1000 : number;
    } else if (typeof value === "string" && value.trim() !== "") time = parseDateText(value);
    if (time === null || !isFinite(time) || Math.abs(time) > 8.64e15) return null;
    var text = new Date(time).toISOString();
    return text.length === 24 ? text : null;
  };
  kit.needsRefreshByExpiry = function (options) {
    var now = options.nowMs, expiry = options.expiresAtMs;
    if (typeof expiry !== "number" || !isFinite(expiry) || typeof now !== "number" || !isFinite(now)) return true;
    return now + (options.bufferMs || 0) >= expiry;
  };
  kit.nextUtc = function (unit, nowMs) {
    var now = new Date(nowMs);
    var year = now.getUTCFullYear(), month = now.getUTCMonth(), day = now.getUTCDate();
    if (unit === "month") return new Date(Date.UTC(year, month + 1, 1)).toISOString();
    if (unit === "week") return new Date(Date.UTC(year, month, day + (8 - (now.getUTCDay() || 7)))).toISOString();
    return new Date(Date.UTC(year, month, day + 1)).toISOString();
  };

  // ---- formats

  var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  kit.fmt = {
    planLabel: function (value) {
      return kit.text(value).replace(/[_\-\s]+/g, " ").trim().split(" ").map(function (word) {
        return word.charAt(0).toUpperCase() + word.slice(1);
      }).join(" ");
    },
    dollars: function (cents) {
      var number = kit.number(cents);
      return number === null ? 0 : kit.round(number / 100, 2);
    },
    usd: function (amount) {
      var number = kit.number(amount) || 0;
      return (number < 0 ? "-$" : "$") + kit.round(Math.abs(number), 2).toFixed(2);
    },
    compact: function (value) {
      var units = [[1e9, "B"], [1e6, "M"], [1e3, "K"]];
      for (var i = 0; i < units.length; i++) {
        if (Math.abs(value) < units[i][0]) continue;
        var scaled = value / units[i][0];
        var text = Math.abs(scaled) >= 10 ? String(kit.round(scaled, 0)) : kit.round(scaled, 1).toFixed(1);
        return text.replace(/\.0$/, "") + units[i][1];
      }
      return String(kit.round(value, 0));
    },
    resetIn: function (seconds) {
      if (typeof seconds !== "number" || !isFinite(seconds) || seconds < 0) return null;
      var minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
      if (days > 0) return days + "d " + hours % 24 + "h";
      if (hours > 0) return hours + "h " + minutes % 60 + "m";
      return minutes > 0 ? minutes + "m" : "<1m";
    },
    date: function (epochMs) {
      var date = new Date(epochMs);
      return MONTHS[date.getMonth()] + " " + date.getDate();
    }
  };
})(globalThis);
