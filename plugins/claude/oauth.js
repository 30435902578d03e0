// SPDX-License-Identifier: MIT
// The usage endpoint of Claude Code logins, with token refresh.
"use strict";

var REFRESH_BUFFER_MS = 5 * 60 * 1000;
var DAY_MS = 24 * 3600 * 1000;
var CLIENT_ID = "9d1c250a-e61b-44d9-88ed-5944d1962f5e";
var SCOPES = "user:profile user:inference user:sessions:claude_code user:mcp_servers user:file_upload";
var TOKEN_EXPIRED = "Token expired. Run `claude` to log in again.";
var NO_SCOPE = "This login cannot read usage. Run `claude` and sign in again.";

function oauthBase(ctx, fallback) {
  var get = ctx.host.env.get;
  var custom = ctx.util.firstText(get("CLAUDE_CODE_CUSTOM_OAUTH_URL"));
  if (custom) return custom.replace(/\/+$/, "");
  if (get("USER_TYPE") === "ant" && get("USE_LOCAL_OAUTH"))
    return (ctx.util.firstText(get("CLAUDE_LOCAL_OAUTH_API_BASE")) || "http://localhost:8000").replace(/\/+$/, "");
  return fallback;
}

function apiGet(ctx, path, token, timeoutMs) {
  var headers = {
    Authorization: "Bearer " + token,
    Accept: "application/json",
    "Content-Type": "application/json",
    "anthropic-beta": "oauth-2025-04-20",
    "User-Agent": "claude-code/2.1.69"
  };
  return ctx.util.answerTo({ url: oauthBase(ctx, "https://api.anthropic.com") + path, headers: headers, timeoutMs: timeoutMs });
}

function redeem(ctx, refreshToken) {
  var answer = ctx.util.answerTo({
    url: oauthBase(ctx, "https://platform.claude.com") + "/v1/oauth/token",
    method: "POST",
    json: {
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: ctx.util.firstEnv("CLAUDE_CODE_OAUTH_CLIENT_ID") || CLIENT_ID,
      scope: SCOPES
    },
    timeoutMs: 15000
  });
  var json = Object(ctx.util.tryParseJson(answer.bodyText));
  if (answer.status === 400 || answer.status === 401) {
    var code = ctx.util.firstText(Object(json.error).type, Object(json.error).code, json.error);
    ctx.fail.auth(code === "invalid_grant" ? "Session expired. Run `claude` to log in again." : TOKEN_EXPIRED);
  }
  checkAnswer(ctx, answer, TOKEN_EXPIRED);
  if (!ctx.util.firstText(json.access_token) || ctx.util.number(json.expires_in) === null) ctx.fail.invalid("Usage response invalid. Try again later.");
  return { accessToken: json.access_token, raw: json };
}

// A newer token of this login, or null when it cannot be had.
function refreshed(ctx, login) {
  if (!login.store) return null;
  var result = ctx.oauth.refresh({
    store: login.store,
    pick: login.pick,
    usedAccessToken: login.accessToken,
    redeem: function (refreshToken) { return redeem(ctx, refreshToken); },
    apply: login.apply
  });
  return result ? result.accessToken : null;
}

// A limit on how often one may ask says when to come back.
function checkAnswer(ctx, answer, refused) {
  var wait = ctx.util.retryAfterMs(answer);
  var when = wait === null ? "try again later" : "retry in ~" + Math.ceil(wait / 60000) + "m";
  return ctx.util.checkAnswer(answer, { auth: refused, rateLimited: "Rate limited, " + when + "." });
}

// The object in a good answer.
function objectOf(ctx, answer, refused) {
  var document = ctx.util.parseBody(checkAnswer(ctx, answer, refused));
  if (Array.isArray(document)) ctx.fail.invalid("Usage response invalid. Try again later.");
  return document;
}

function isExpiring(ctx, login) {
  if (!login.expiresAt) return false;
  return ctx.util.needsRefreshByExpiry({ nowMs: Date.now(), expiresAtMs: login.expiresAt, bufferMs: REFRESH_BUFFER_MS });
}

function oauthSnapshot(ctx, login) {
  if (lacksScope(login)) ctx.fail.permission(NO_SCOPE);
  var token = (isExpiring(ctx, login) && refreshed(ctx, login)) || login.accessToken;
  var response = apiGet(ctx, "/api/oauth/usage", token, 10000);
  if (ctx.util.isAuthStatus(response.status) && token === login.accessToken) {
    var newer = refreshed(ctx, login);
    if (newer && newer !== token) {
      token = newer;
      response = apiGet(ctx, "/api/oauth/usage", token, 10000);
    }
  }
  // What `claude setup-token` gives is alive, but not for this.
  if (response.status === 403 && !login.store) ctx.fail.auth(TOKEN_EXPIRED, NO_SCOPE);
  var lines = usageLines(ctx, objectOf(ctx, response, TOKEN_EXPIRED));
  return { plan: planOf(ctx, login.subscriptionType, login.rateLimitTier), account: accountOf(ctx, token), source: "oauth", lines: lines };
}

// The label of the account, asked once a day; its failure changes nothing.
function accountOf(ctx, token) {
  var cache = ctx.app.pluginDataDir + "/profile.json";
  var fingerprint = ctx.host.crypto.sha256Hex(token).slice(0, 16);
  var known = Object(ctx.util.readJson(cache));
  if (known.token === fingerprint && Date.now() - known.at < DAY_MS) return known.email || null;
  try {
    var response = apiGet(ctx, "/api/oauth/profile", token, 15000);
    if (response.status !== 200) return null;
    var account = Object(Object(ctx.util.tryParseJson(response.bodyText)).account);
    var email = ctx.util.firstText(account.email, account.email_address, account.emailAddress);
    ctx.host.fs.writeText(cache, JSON.stringify({ token: fingerprint, at: Date.now(), email: email }));
    return email;
  } catch (error) {
    ctx.host.log.info("profile: " + error.message);
    return null;
  }
}

// Each login in turn; a refused one makes room for the next.
function probeOauth(ctx) {
  var failure = null;
  var logins = allLogins(ctx);
  for (var i = 0; i < logins.length; i++) {
    try {
      return oauthSnapshot(ctx, logins[i]);
    } catch (error) {
      if (error.kind !== "auth" && error.kind !== "permission") throw error;
      failure = failure || error;
    }
  }
  if (failure) throw failure;
  return null;
}
