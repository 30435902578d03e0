// SPDX-License-Identifier: MIT
// Google logins of the app, its command line tool and other programs: { accessToken, refreshToken,
// expiresAt (ms or null), project, account, client }, each part but one token optional.
"use strict";

var PUBLIC_CLIENT_ID =
  "1071006060591-tmhssin2h21lcre235vtolojh4g403ep.apps.googleusercontent.com";
var KEYRING_PREFIX = "go-keyring-base64:";
var EXPIRY_BUFFER_MS = 60 * 1000;

// In the order in which they are tried; each gives a login or null, and throws when it is broken.
var LOGIN_SOURCES = [
  { name: "the app's token", read: tokenBlob },
  { name: "the keychain", read: keychainLogin },
  { name: "OpenCode's accounts", read: openCodeAccount },
  { name: "oauth_creds.json", read: storedCredentials },
  { name: "OpenCode's login", read: openCodeLogin },
  // Mostly expired, and what the app last saw is in the same file, so only when asked for.
  { name: "the app's access token", read: appLogin, isExplicit: true }
];

function keychainLogin(ctx) {
  var text = ctx.host.keychain.read("gemini", "antigravity");
  if (text === null) return null;
  if (text.startsWith(KEYRING_PREFIX)) {
    text = ctx.base64.decodeUtf8(text.slice(KEYRING_PREFIX.length).trim());
  }
  var token = Object(Object(ctx.util.tryParseJson(text)).token);
  return {
    accessToken: token.access_token,
    refreshToken: token.refresh_token,
    expiresAt: ctx.util.parseDateMs(token.expiry)
  };
}

function openCodeAccount(ctx) {
  var path = ctx.util.configHome() + "/opencode/antigravity-accounts.json";
  var account = ctx.util.activeAccount(ctx.util.readJson(path), "gemini");
  return account && {
    refreshToken: account.refreshToken,
    project: ctx.util.firstText(account.projectId, account.managedProjectId),
    account: ctx.util.firstText(account.email)
  };
}

function storedCredentials(ctx) {
  var text = ctx.host.env.get("ANTIGRAVITY_OAUTH_CREDENTIALS_JSON") ||
    ctx.util.readTrimmed("~/.codexbar/antigravity/oauth_creds.json");
  var stored = Object(ctx.util.tryParseJson(text));
  return {
    accessToken: stored.access_token,
    refreshToken: stored.refresh_token,
    expiresAt: ctx.util.number(stored.expiry_date),
    client: clientOf(ctx, stored.client_id, stored.client_secret)
  };
}

// "<refresh token>|<project>|<managed project>"
function openCodeLogin(ctx) {
  var entry = Object(Object(ctx.util.authEntry("opencode", "google")).entry);
  if (entry.type !== "oauth") return null;
  var parts = ctx.util.text(entry.refresh).split("|");
  return {
    accessToken: entry.access,
    refreshToken: parts[0],
    expiresAt: ctx.util.number(entry.expires),
    project: ctx.util.firstText(parts[1], parts[2])
  };
}

function appLogin(ctx) {
  var status = Object(authStatus(ctx));
  return { accessToken: status.apiKey, account: ctx.util.firstText(status.email) };
}

// The login of one source, or null; a broken one must not hide those after it.
function readLogin(ctx, source) {
  var login;
  try {
    login = source.read(ctx);
  } catch (error) {
    ctx.host.log.info(source.name + ": " + error.message);
    return null;
  }
  if (login === null) return null;
  login.accessToken = ctx.util.firstText(login.accessToken);
  login.refreshToken = ctx.util.firstText(login.refreshToken);
  return login.accessToken || login.refreshToken ? login : null;
}

// ---- Refresh

// null unless both parts are known.
function clientOf(ctx, id, secret) {
  var client = { id: ctx.util.firstText(id), secret: ctx.util.firstText(secret) };
  return client.id && client.secret ? client : null;
}

function refreshClient(ctx, login) {
  var env = ctx.host.env.get;
  var ownId = env("ANTIGRAVITY_OAUTH_CLIENT_ID") || PUBLIC_CLIENT_ID;
  var client = login.client ||
    clientOf(ctx, env("GEMINI_CLIENT_ID"), env("GEMINI_CLIENT_SECRET")) ||
    clientOf(ctx, ownId, env("ANTIGRAVITY_OAUTH_CLIENT_SECRET")) ||
    clientOf(ctx, PUBLIC_CLIENT_ID, ctx.provider.settings.oauthClientSecret);
  return client || cannotRefresh(ctx);
}

function cannotRefresh(ctx) {
  ctx.fail.auth("Cannot refresh the Antigravity login. Open Antigravity, or set GEMINI_CLIENT_ID " +
    "and GEMINI_CLIENT_SECRET.");
}

function signInExpired(ctx) {
  ctx.fail.auth("Antigravity sign-in expired. Sign in to Antigravity again.");
}

function redeem(ctx, login, refreshToken) {
  var client = refreshClient(ctx, login);
  var reply;
  try {
    reply = ctx.util.requestJson({
      method: "POST",
      url: "https://oauth2.googleapis.com/token",
      form: {
        client_id: client.id, client_secret: client.secret, refresh_token: refreshToken,
        grant_type: "refresh_token"
      },
      timeoutMs: 15000
    });
  } catch (error) {
    if (error.kind !== "network" && error.kind !== "timeout") throw error;
    failUnavailable(ctx, error.message);
  }
  return newTokens(ctx, reply);
}

function newTokens(ctx, reply) {
  var status = reply.resp.status;
  var body = Object(reply.json);
  if (body.error === "invalid_grant") signInExpired(ctx);
  if (status === 429) ctx.fail.rateLimited(UNAVAILABLE);
  if (status >= 500) failUnavailable(ctx, "The sign-in service answered HTTP " + status + ".");
  if (status !== 200) cannotRefresh(ctx);
  if (!ctx.util.firstText(body.access_token)) {
    ctx.fail.invalid("The answer to the refresh of the Antigravity login holds no token.");
  }
  return { accessToken: body.access_token, raw: body };
}

// { accessToken, refreshed } other than `used`: one that was kept, else a new one; null for none.
function otherToken(ctx, login, used) {
  return ctx.oauth.keptToken({
    refreshToken: login.refreshToken,
    usedAccessToken: used,
    redeem: function (refreshToken) { return redeem(ctx, login, refreshToken); }
  });
}

function hasExpired(ctx, login) {
  return login.expiresAt > 0 && ctx.util.needsRefreshByExpiry({
    nowMs: Date.parse(ctx.nowIso), expiresAtMs: login.expiresAt, bufferMs: EXPIRY_BUFFER_MS
  });
}
