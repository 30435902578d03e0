// SPDX-License-Identifier: MIT
// What the app keeps in its state database: the quota as it last saw it, and tokens.
"use strict";

var STATE_SQL = "SELECT CAST(value AS TEXT) AS value FROM ItemTable WHERE key = ?";

// null when there is no database or nothing under that key; throws when it cannot be read.
function stateValue(ctx, key) {
  var path = ctx.util.editorState("Antigravity");
  if (!ctx.host.fs.exists(path)) return null;
  var rows = ctx.host.sqlite.rows(path, STATE_SQL, [key]);
  return rows.length ? ctx.util.firstText(rows[0].value) : null;
}

// The state of a signed-in app: { email, apiKey, userStatusProtoBinaryBase64 }, or null.
function authStatus(ctx) {
  var text = stateValue(ctx, "antigravityAuthStatus");
  if (text === null) return null;
  var status = JSON.parse(text);
  if (Object(status) !== status) throw new Error("antigravityAuthStatus is no object");
  return status;
}

function decodedMessage(ctx, base64) {
  var bytes = ctx.base64.decode(base64.trim());
  if (bytes === null) throw new Error("not Base64");
  return bytes;
}

// Access token, refresh token and expiry (ms) out of two layers of Base64; null when not there.
function tokenBlob(ctx) {
  var text = stateValue(ctx, "antigravityUnifiedStateSync.oauthToken");
  if (text === null) return null;
  var entry = ctx.protobuf.values(decodedMessage(ctx, text), 1, 2).find(function (each) {
    return ctx.protobuf.text(each, 1) === "oauthTokenInfoSentinelKey";
  });
  if (entry === undefined) return null;
  var tokens = decodedMessage(ctx, ctx.protobuf.message(ctx.protobuf.message(entry, 2), 1));
  var seconds = ctx.protobuf.integer(ctx.protobuf.message(tokens, 4), 1);
  return {
    accessToken: ctx.protobuf.text(tokens, 1),
    refreshToken: ctx.protobuf.text(tokens, 3),
    expiresAt: seconds > 0 ? seconds * 1000 : null
  };
}

// ---- Cached quota

// { label, fraction, resetMs } of one model; the last two may be null.
function cachedModel(ctx, message) {
  var quota = ctx.protobuf.message(message, 15);
  var time = ctx.protobuf.message(quota, 2);
  var seconds = ctx.protobuf.integer(time, 1);
  var nanoseconds = ctx.protobuf.integer(time, 2) || 0;
  return {
    label: ctx.util.firstText(ctx.protobuf.text(message, 1)),
    fraction: ctx.protobuf.real(quota, 1),
    resetMs: seconds === null ? null : seconds * 1000 + Math.floor(nanoseconds / 1e6)
  };
}

// By label, the later one of equal labels.
function cachedModels(ctx, bytes) {
  var byLabel = {};
  ctx.protobuf.values(bytes, 33, 2).forEach(function (group) {
    ctx.protobuf.values(group, 1, 2).forEach(function (message) {
      var model = cachedModel(ctx, message);
      if (model.label !== null && model.fraction !== null) byLabel[model.label] = model;
    });
  });
  return Object.keys(byLabel).sort().map(function (label) { return byLabel[label]; });
}

function readCache(ctx) {
  var status = authStatus(ctx);
  var base64 = ctx.util.firstText(Object(status).userStatusProtoBinaryBase64);
  if (base64 === null) return null;
  var bytes = decodedMessage(ctx, base64);
  return {
    account: ctx.util.firstText(ctx.protobuf.text(bytes, 7), status.email),
    models: cachedModels(ctx, bytes)
  };
}

// A result, without lines when the app has kept no models; null when it has kept nothing at all.
function fromCache(ctx) {
  var cache;
  try {
    cache = readCache(ctx);
  } catch (error) {
    ctx.fail.invalid("Could not read the Antigravity cache. Open Antigravity once.", error.message);
  }
  if (cache === null) return null;
  var nowMs = Date.parse(ctx.nowIso);
  var lines = cache.models.map(function (model) {
    var resetsAt = model.resetMs > nowMs ? new Date(model.resetMs) : null;
    return quotaLine(ctx, model.label, model.fraction, resetsAt, WEEK_MS);
  });
  if (lines.length) lines.push(ctx.line.text({ label: "Source", value: "cached" }));
  return { plan: "cached", account: cache.account, source: "local", lines: lines };
}
