// SPDX-License-Identifier: MIT
// ctx.util, and the two functions that the host calls: begin makes ctx, probe asks the
// plugin.
(function (global) {
  "use strict";

  var parts = global.__usagestat_parts;
  delete global.__usagestat_parts;
  var kit = parts.kit, host = parts.host, requests = parts.requests, files = parts.files, app = parts.app, oauth = parts.oauth;
  var ctx = null;

  // ---- util

  function configHome() { return host.env.get("XDG_CONFIG_HOME") || "~/.config"; }
  function dataHome() { return host.env.get("XDG_DATA_HOME") || "~/.local/share"; }
  function unquoted(text) {
    var trimmed = kit.firstText(text);
    var match = trimmed === null ? null : /^(["'])(.*)\1$/.exec(trimmed);
    return match ? kit.firstText(match[2]) : trimmed;
  }
  function requestJson(request) {
    var resp = host.http.request(request);
    return { resp: resp, json: kit.tryParseJson(resp.bodyText) };
  }

  var util = {
    tryParseJson: kit.tryParseJson, safeJsonParse: kit.safeJsonParse, parseDateMs: kit.parseDateMs, toIso: kit.toIso,
    needsRefreshByExpiry: kit.needsRefreshByExpiry, firstText: kit.firstText, text: kit.text, lookUp: kit.lookUp,
    firstResults: kit.firstResults, number: kit.number, clamp: kit.clamp, round: kit.round, nextUtc: kit.nextUtc,
    isAuthStatus: requests.isAuthStatus, request: host.http.request, requestJson: requestJson,
    answerTo: requests.answerTo, send: requests.send, checkAnswer: requests.checkAnswer, parseBody: requests.parseBody,
    fetchJson: requests.fetchJson, baseUrl: requests.baseUrl, sessionCookie: requests.sessionCookie, spendLines: parts.spendLines,
    spendStartMs: parts.spendStartMs, unquoted: unquoted, configHome: configHome, dataHome: dataHome,
    retryOnceOnAuth: function (options) {
      var response = options.request(null);
      if (!requests.isAuthStatus(response.status)) return response;
      var token = options.refresh();
      return token ? options.request(token) : response;
    },
    firstOf: function (steps) {
      var outcome = { result: null, failure: null };
      steps.forEach(function (step) {
        if (outcome.result !== null) return;
        try {
          outcome.result = step(ctx);
        } catch (error) {
          if (!error.kind) throw error;
          host.log.info(error.message);
          outcome.failure = outcome.failure || error;
        }
      });
      return outcome;
    },
    readJson: files.readJson,
    readTrimmed: function (path) { return kit.firstText(files.readText(path)); },
    keyFromFile: function (path) {
      var text = util.readTrimmed(path);
      var parsed = kit.tryParseJson(text);
      var named = Object(parsed);
      if (parsed !== null) return kit.firstText(parsed, named.apiKey, named.api_key, named.key, named.token);
      return /^[^\s{}"]+$/.test(text || "") ? text : null;
    },
    firstEnv: function () {
      for (var i = 0; i < arguments.length; i++) {
        var value = kit.firstText(host.env.get(arguments[i]));
        if (value !== null) return value;
      }
      return null;
    },
    configuredKey: function () {
      var given = [ctx.provider.apiKey].concat(Array.prototype.map.call(arguments, function (name) { return host.env.get(name); }));
      return kit.firstText.apply(null, given.map(unquoted));
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
    dataFolder: function (tool) {
      return host.env.get(tool.toUpperCase().replace(/-/g, "_") + "_DATA_DIR") || dataHome() + "/" + tool;
    },
    editorState: function (editor) {
      var folder = configHome();
      if (app.platform === "macos") folder = "~/Library/Application Support";
      if (app.platform === "windows") folder = host.env.get("APPDATA") || "~/AppData/Roaming";
      return folder + "/" + editor + "/User/globalStorage/state.vscdb";
    },
    authEntry: function (tool, key) {
      var folders = [
        util.dataFolder(tool), dataHome() + "/" + tool, "~/.local/share/" + tool,
        app.platform === "macos" ? "~/Library/Application Support/" + tool : null, configHome() + "/" + tool
      ].filter(function (folder, at, all) { return folder && all.indexOf(folder) === at; });
      for (var i = 0; i < folders.length; i++) {
        var path = folders[i] + "/auth.json";
        var document = util.readJson(path);
        if (document && typeof document === "object" && document[key]) return { path: path, entry: document[key] };
      }
      return null;
    },
    activeAccount: function (document, family) {
      var from = Object(document);
      var accounts = (Array.isArray(from.accounts) ? from.accounts : []).map(Object);
      var wanted = [Object(from.activeIndexByFamily)[family], from.activeIndex, from.activeAccountIndex].find(Number.isInteger);
      function isOn(account) { return account && account.enabled !== false; }
      return [accounts[wanted]].concat(accounts).find(isOn) || null;
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

  // ---- what the host calls

  var NAMES = ["__usagestat_plugin", "__ai_usage_plugin", "__openusage_plugin"];
  // Declared, so that strict scripts can assign them.
  NAMES.forEach(function (name) { global[name] = undefined; });

  global.__usagestat_begin = function (values) {
    app.platform = values.app.platform;
    app.pluginDataDir = values.app.pluginDataDir;
    app.refreshTokens = values.refreshTokens;
    host.fs.homeDir = values.homeDir;
    host.time.zone = values.timeZone;
    ctx = {
      nowIso: values.nowIso, sourceMode: values.sourceMode, provider: values.provider, app: values.app, host: host,
      line: kit.line, util: util, fmt: kit.fmt, jwt: parts.jwt, base64: parts.base64, protobuf: parts.protobuf, oauth: oauth,
      fail: kit.fail
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
    var result;
    try {
      result = plugin.probe(ctx);
    } catch (error) {
      files.explain(error);
      throw error;
    }
    if (result && typeof result.then === "function") return { problem: "promise" };
    return { result: result };
  };
})(globalThis);
