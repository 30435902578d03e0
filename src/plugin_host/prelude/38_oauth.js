// SPDX-License-Identifier: MIT
// ctx.oauth: refreshing a login that another program also uses, without logging anybody out.
(function (global) {
  "use strict";

  var parts = global.__usagestat_parts;
  var kit = parts.kit, host = parts.host;
  var app = parts.app = {};

  function fileStore(path, indent) {
    return {
      read: function () { return parts.files.readDocument(path); },
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
  function refresh(options) {
    // What may not be written cannot be locked either, but it may hold a newer token by now.
    if (!options.store.canWrite()) return refreshLocked(options);
    return options.store.lock(function () { return refreshLocked(options); });
  }

  // A document of the plugin's own, which may not be there yet or be damaged.
  function ownStore(path) {
    var file = fileStore(path);
    return {
      read: function () {
        var kept = kit.tryParseJson(file.read());
        var isUsable = Object(kept) === kept && !Array.isArray(kept);
        return JSON.stringify(isUsable ? kept : {});
      },
      replace: function (expected, text) { return file.replace(file.read(), text); },
      canWrite: file.canWrite, lock: file.lock, format: file.format
    };
  }
  // The file of a login belongs to another program, so what is redeemed from it is kept apart. Another
  // refresh token must not get it.
  function keptToken(options) {
    var USUAL_LIFETIME_S = 3600, BUFFER_MS = 60 * 1000;
    if (!options.refreshToken) return null;
    var now = Date.now();
    var owner = host.crypto.sha256Hex(options.refreshToken);
    return refresh({
      store: ownStore(app.pluginDataDir + "/token.json"),
      usedAccessToken: options.usedAccessToken,
      pick: function (kept) {
        var isGood = kept.refreshTokenSha256 === owner && kept.expiresAt > now + BUFFER_MS &&
          kit.firstText(kept.accessToken) !== null;
        return { accessToken: isGood ? kept.accessToken : null, refreshToken: options.refreshToken };
      },
      redeem: options.redeem,
      apply: function (kept, tokens) {
        var seconds = kit.number(tokens.raw.expires_in);
        kept.accessToken = tokens.accessToken;
        kept.expiresAt = now + (seconds === null ? USUAL_LIFETIME_S : seconds) * 1000;
        kept.refreshTokenSha256 = owner;
      }
    });
  }

  parts.oauth = { fileStore: fileStore, keychainStore: keychainStore, refresh: refresh, keptToken: keptToken };
})(globalThis);
