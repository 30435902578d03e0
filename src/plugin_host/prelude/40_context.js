// SPDX-License-Identifier: MIT
// ctx.util, ctx.oauth, and the two functions that the host calls: begin makes ctx, probe asks the
// plugin.
(function (global) {
  "use strict";

  var parts = global.__usagestat_parts;
  delete global.__usagestat_parts;
  var kit = parts.kit, host = parts.host;
  var app = {};

  // ---- util

  function readText(path) {
    try {
      return host.fs.exists(path) ? host.fs.readText(path) : null;
    } catch (error) {
      return null;
    }
  }
  function configHome() { return host.env.get("XDG_CONFIG_HOME") || "~/.config"; }
  function dataHome() { return host.env.get("XDG_DATA_HOME") || "~/.local/share"; }
  function isAuthStatus(status) { return status === 401 || status === 403; }
  function requestJson(request) {
    var resp = host.http.request(request);
    return { resp: resp, json: kit.tryParseJson(resp.bodyText) };
  }

  var util = {
    tryParseJson: kit.tryParseJson, safeJsonParse: kit.safeJsonParse, parseDateMs: kit.parseDateMs, toIso: kit.toIso,
    needsRefreshByExpiry: kit.needsRefreshByExpiry, firstText: kit.firstText, number: kit.number, clamp: kit.clamp,
    round: kit.round, nextUtc: kit.nextUtc, isAuthStatus: isAuthStatus, request: host.http.request, requestJson: requestJson,
    configHome: configHome, dataHome: dataHome,
    retryOnceOnAuth: function (options) {
      var response = options.request(null);
      if (!isAuthStatus(response.status)) return response;
      var token = options.refresh();
      return token ? options.request(token) : response;
    },
    readJson: function (path) { return kit.tryParseJson(readText(path)); },
    readTrimmed: function (path) { return kit.firstText(readText(path)); },
    firstEnv: function () {
      for (var i = 0; i < arguments.length; i++) {
        var value = kit.firstText(host.env.get(arguments[i]));
        if (value !== null) return value;
      }
      return null;
    },
    retryAfterMs: function (response) {
      var value = response.headers["retry-after"];
      if (value === undefined) return null;
      if (/^\s*\d+\s*$/.test(value)) return Number(value) > 0 ? Number(value) * 1000 : null;
      var match = /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/.exec(value.trim());
      var month = match ? "JanFebMarAprMayJunJulAugSepOctNovDec".indexOf(match[2]) / 3 : -1;
      if (month < 0) return null;
      var wait = Date.UTC(+match[3], month, +match[1], +match[4], +match[5], +match[6]) - Date.now();
      return wait > 0 ? wait : null;
    },
    authEntry: function (tool, key) {
      var folders = [
        host.env.get(tool.toUpperCase().replace(/-/g, "_") + "_DATA_DIR"), dataHome() + "/" + tool, "~/.local/share/" + tool,
        app.platform === "macos" ? "~/Library/Application Support/" + tool : null, configHome() + "/" + tool
      ];
      for (var i = 0; i < folders.length; i++) {
        if (!folders[i]) continue;
        var path = folders[i] + "/auth.json";
        var document = util.readJson(path);
        if (document && typeof document === "object" && document[key]) return { path: path, entry: document[key] };
      }
      return null;
    },
    setCookie: function (response, name) {
      var lines = String(response.headers["set-cookie"] || "").split("\n");
      for (var i = lines.length - 1; i >= 0; i--) {
        var pair = lines[i].split(";")[0];
        if (pair.slice(0, name.length + 1).trim() === name + "=") return pair.slice(name.length + 1).trim() || null;
      }
      return null;
    }
  };

  // ---- oauth

  function fileStore(path, indent) {
    return {
      read: function () { return readText(path); },
      canWrite: function () { return host.fs.canWrite(path); },
      replace: function (expected, text) { return host.fs.replaceText(path, expected, text); },
      lock: function (work) { return host.fs.withLock(path, work); },
      format: function (document) { return JSON.stringify(document, null, indent === undefined ? 2 : indent); }
    };
  }
  // Some programs store the JSON as hexadecimal digits of its UTF-8 form, with or without 0x.
  function fromHex(text) {
    var digits = text.replace(/^0x/i, "");
    if (digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return text;
    var binary = "";
    for (var i = 0; i < digits.length; i += 2) binary += String.fromCharCode(parseInt(digits.substr(i, 2), 16));
    return parts.base64.decodeUtf8(parts.base64.encode(binary)) || text;
  }
  function keychainStore(service, account) {
    function read() {
      try {
        return host.keychain.read(service, account);
      } catch (error) {
        return null;
      }
    }
    return {
      read: function () {
        var text = read();
        return text === null ? null : fromHex(text.trim());
      },
      canWrite: function () { return read() !== null; },
      replace: function (expected, text) {
        var now = this.read();
        if (now !== expected) return false;
        host.keychain.write(service, text, account);
        return true;
      },
      lock: function (work) { return work(); },
      format: function (document) { return JSON.stringify(document); }
    };
  }

  // Called under the store's lock. Whoever rotated the token first wins; theirs is used.
  function refreshLocked(options) {
    var store = options.store;
    var before = store.read();
    var document = kit.tryParseJson(before);
    var found = document ? options.pick(document) : null;
    if (!found) return null;
    if (found.accessToken && found.accessToken !== options.usedAccessToken)
      return { accessToken: found.accessToken, document: document, refreshed: false };
    // A refresh token that cannot be written back would be lost by redeeming it.
    if (!found.refreshToken || !app.refreshTokens || !store.canWrite()) return null;
    var tokens = options.redeem(found.refreshToken);
    options.apply(document, tokens);
    if (store.replace(before, store.format(document)))
      return { accessToken: tokens.accessToken, document: document, refreshed: true };
    return settleConflict(options, found, tokens);
  }

  // The file changed while the service answered. If it still holds the token that is now spent, the
  // change was about something else and the new tokens are put into the new content.
  function settleConflict(options, spent, tokens) {
    var store = options.store;
    var document = null;
    for (var attempt = 0; attempt < 3; attempt++) {
      var text = store.read();
      document = kit.tryParseJson(text);
      var present = document ? options.pick(document) : null;
      if (!present || present.refreshToken !== spent.refreshToken) break;
      options.apply(document, tokens);
      if (store.replace(text, store.format(document)))
        return { accessToken: tokens.accessToken, document: document, refreshed: true };
    }
    document = kit.tryParseJson(store.read());
    var theirs = document ? options.pick(document) : null;
    var wasWon = theirs && theirs.accessToken && theirs.accessToken !== options.usedAccessToken;
    return { accessToken: wasWon ? theirs.accessToken : tokens.accessToken, document: document, refreshed: !wasWon };
  }
  var oauth = {
    fileStore: fileStore, keychainStore: keychainStore,
    refresh: function (options) {
      // What may not be written cannot be locked either, but it may hold a newer token by now.
      if (!options.store.canWrite()) return refreshLocked(options);
      return options.store.lock(function () { return refreshLocked(options); });
    }
  };

  // ---- what the host calls

  var NAMES = ["__usagestat_plugin", "__ai_usage_plugin", "__openusage_plugin"];
  var ctx = null;
  // Declared, so that strict scripts can assign them.
  NAMES.forEach(function (name) { global[name] = undefined; });

  global.__usagestat_begin = function (values) {
    app.platform = values.app.platform;
    app.refreshTokens = values.refreshTokens;
    host.fs.homeDir = values.homeDir;
    host.time.zone = values.timeZone;
    ctx = {
      nowIso: values.nowIso, sourceMode: values.sourceMode, provider: values.provider, app: values.app, host: host,
      line: kit.line, util: util, fmt: kit.fmt, jwt: parts.jwt, base64: parts.base64, oauth: oauth, fail: kit.fail
    };
    if (values.webUrl) ctx.webUrl = values.webUrl;
    global.__usagestat_ctx = global.__ai_usage_ctx = ctx;
  };

  global.__usagestat_probe = function () {
    var plugin = null;
    for (var i = 0; i < NAMES.length && !plugin; i++) {
      if (global[NAMES[i]] && typeof global[NAMES[i]] === "object") plugin = global[NAMES[i]];
    }
    if (!plugin) return { problem: "no_export" };
    if (typeof plugin.probe !== "function") return { problem: "no_probe" };
    var probe = plugin.probe;
    var result = probe.call(plugin, ctx);
    if (result && typeof result.then === "function") return { problem: "promise" };
    return { result: result };
  };
})(globalThis);
