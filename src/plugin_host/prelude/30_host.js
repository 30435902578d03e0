// SPDX-License-Identifier: MIT
// ctx.host and what is built on it. The raw functions are taken away from the global object, so a
// script has only the ways in that stand here.
(function (global) {
  "use strict";

  var raw = global.__host;
  var kit = global.__usagestat_kit;
  delete global.__host;
  delete global.__usagestat_kit;

  function bound(name) { return raw[name]; }

  // ---- base64 and jwt

  var base64 = {
    encode: function (binary) { return global.btoa(binary); },
    decode: function (text) {
      try {
        return global.atob(text);
      } catch (error) {
        return null;
      }
    },
    encodeUtf8: function (text) { return raw["base64.fromText"](String(text)); },
    decodeUtf8: function (text) { return raw["base64.toText"](String(text)); }
  };
  var jwt = {
    decodePayload: function (token) {
      var parts = typeof token === "string" ? token.split(".") : [];
      if (parts.length !== 3) return null;
      var text = base64.decodeUtf8(parts[1]);
      return text === null ? null : kit.tryParseJson(text);
    }
  };

  // ---- host

  function logger(level) {
    return function (text) { raw["log.write"](level, String(text)); };
  }
  var log = { info: logger("info"), warn: logger("warning"), error: logger("error") };
  global.console = { log: log.info, info: log.info, debug: logger("debug"), warn: log.warn, error: log.error };

  function hostError(kind, message) {
    var error = new Error(message);
    error.kind = kind;
    error.hint = "";
    return error;
  }

  var fs = {
    exists: bound("fs.exists"), readText: bound("fs.readText"), readBase64: bound("fs.readBase64"),
    writeText: bound("fs.writeText"), replaceText: bound("fs.replaceText"), canWrite: bound("fs.canWrite"),
    listDir: bound("fs.listDir"), stat: bound("fs.stat"), glob: bound("fs.glob"),
    withLock: function (path, work) {
      raw["fs.lock"](path);
      try {
        return work();
      } finally {
        raw["fs.unlock"](path);
      }
    }
  };

  var http = { request: bound("http.request"), requestAll: bound("http.requestAll") };

  function openSession(options) {
    var id = raw["command.open"](options);
    return {
      writeLine: function (text) { raw["command.writeLine"](id, String(text)); },
      readLine: function (timeoutMs) { return raw["command.readLine"](id, timeoutMs); },
      close: function () { raw["command.close"](id); }
    };
  }
  function rpc(session) {
    var next = 0;
    return {
      call: function (method, params, timeoutMs) {
        var id = ++next;
        session.writeLine(JSON.stringify({ jsonrpc: "2.0", id: id, method: method, params: params === undefined ? {} : params }));
        for (;;) {
          var text = session.readLine(timeoutMs);
          if (text === null) throw hostError("plugin", "The program ended before it answered " + method + ".");
          var answer = kit.tryParseJson(text);
          if (!answer || answer.id !== id) continue;
          if (answer.error) throw hostError("plugin", kit.firstText(answer.error.message) || method + " failed");
          return answer.result;
        }
      },
      notify: function (method, params) {
        session.writeLine(JSON.stringify({ jsonrpc: "2.0", method: method, params: params === undefined ? {} : params }));
      }
    };
  }
  var command = { run: bound("command.run"), isInstalled: bound("command.isInstalled"), open: openSession, rpc: rpc };

  var sqlite = { query: bound("sqlite.query"), rows: bound("sqlite.rows"), exec: bound("sqlite.exec") };

  function toHex(binary) {
    var text = "";
    for (var i = 0; i < binary.length; i++) text += ("0" + binary.charCodeAt(i).toString(16)).slice(-2);
    return text;
  }
  var crypto = {
    sha256Hex: bound("crypto.sha256Hex"), hmacSha256Base64: bound("crypto.hmacSha256"), rs256Sign: bound("crypto.rs256Sign"),
    aesGcmDecrypt: bound("crypto.aesGcmDecrypt"), aesGcmEncrypt: bound("crypto.aesGcmEncrypt"),
    aesCbcDecrypt: bound("crypto.aesCbcDecrypt"), pbkdf2: bound("crypto.pbkdf2"), randomBase64: bound("crypto.randomBase64"),
    hmacSha256Hex: function (key, text) {
      return toHex(global.atob(raw["crypto.hmacSha256"](base64.encodeUtf8(key), base64.encodeUtf8(text))));
    },
    decryptAes256Gcm: function (envelope, keyBase64) {
      var parts = String(envelope).split(":");
      if (parts.length !== 3) throw new Error("The encrypted value has not the form iv:tag:ciphertext.");
      var plain = raw["crypto.aesGcmDecrypt"]({ keyBase64: keyBase64, ivBase64: parts[0], tagBase64: parts[1], dataBase64: parts[2] });
      return base64.decodeUtf8(plain);
    },
    encryptAes256Gcm: function (text, keyBase64) {
      var iv = raw["crypto.randomBase64"](12);
      var sealed = raw["crypto.aesGcmEncrypt"]({ keyBase64: keyBase64, ivBase64: iv, dataBase64: base64.encodeUtf8(text) });
      return iv + ":" + sealed.tagBase64 + ":" + sealed.dataBase64;
    }
  };

  function readPassword(service, account) {
    var value = raw["keychain.read"](service, account);
    if (value === null) throw hostError("auth", "There is no keychain item " + service + ".");
    return value;
  }
  function writePassword(service, value) { raw["keychain.write"](service, value); }
  var keychain = {
    read: bound("keychain.read"), write: bound("keychain.write"), remove: bound("keychain.remove"),
    readGenericPassword: readPassword, readGenericPasswordForCurrentUser: function (service) { return readPassword(service); },
    writeGenericPassword: writePassword, writeGenericPasswordForCurrentUser: writePassword,
    deleteGenericPassword: function (service) { raw["keychain.remove"](service); }
  };

  var time = {
    offsetMinutes: bound("time.offsetMinutes"), epochMs: bound("time.epochMs"),
    parts: function (zone, epochMs) {
      var local = new Date(epochMs + raw["time.offsetMinutes"](zone, epochMs) * 60000);
      return {
        year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(), hour: local.getUTCHours(),
        minute: local.getUTCMinutes(), second: local.getUTCSeconds(), weekday: local.getUTCDay()
      };
    }
  };

  var localUsage = { query: bound("localUsage.query") };
  var host = {
    log: log, env: { get: bound("env.get") }, fs: fs, http: http, command: command, sqlite: sqlite, crypto: crypto,
    base64: base64, keychain: keychain, time: time, sleep: bound("sleep"), cookies: { header: bound("cookies.header") },
    ls: { discover: bound("ls.discover") }, localUsage: localUsage, ccusage: localUsage
  };

  global.__usagestat_parts = {
    kit: kit, host: host, base64: base64, jwt: jwt,
    // An error of requestAll is plain data, one that was thrown is itself.
    rethrow: function (error) { throw error instanceof Error ? error : hostError(error.kind, error.message); }
  };
})(globalThis);
