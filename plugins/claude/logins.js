// SPDX-License-Identifier: MIT
// Where Claude logins are found: { accessToken, expiresAt (ms), scopes, subscriptionType, rateLimitTier },
// and for those that can be refreshed also store, pick and apply (see OAuth in usagestat.d.ts).
"use strict";

// Each is asked for, until one is accepted.
var MOST_ACCOUNTS = 20;

// The login that Claude Code itself keeps, in a file or a keychain item.
function claudeLogin(ctx, store) {
  var oauth = Object(Object(ctx.util.tryParseJson(store.read())).claudeAiOauth);
  if (!ctx.util.firstText(oauth.accessToken)) return null;
  return {
    accessToken: oauth.accessToken,
    expiresAt: ctx.util.number(oauth.expiresAt),
    scopes: Array.isArray(oauth.scopes) ? oauth.scopes : [],
    subscriptionType: oauth.subscriptionType,
    rateLimitTier: oauth.rateLimitTier,
    store: store,
    pick: function (document) { return Object(document).claudeAiOauth || null; },
    apply: function (document, tokens) {
      var target = document.claudeAiOauth;
      target.accessToken = tokens.raw.access_token;
      if (tokens.raw.refresh_token) target.refreshToken = tokens.raw.refresh_token;
      target.expiresAt = Date.now() + tokens.raw.expires_in * 1000;
    }
  };
}

function oauthSuffix(ctx) {
  var get = ctx.host.env.get;
  if (get("CLAUDE_CODE_CUSTOM_OAUTH_URL")) return "-custom-oauth";
  if (get("USER_TYPE") !== "ant") return "";
  if (get("USE_LOCAL_OAUTH")) return "-local-oauth";
  return get("USE_STAGING_OAUTH") ? "-staging-oauth" : "";
}

function keychainLogins(ctx) {
  if (ctx.app.platform !== "macos") return [];
  var service = "Claude Code" + oauthSuffix(ctx) + "-credentials";
  var directory = ctx.host.env.get("CLAUDE_CONFIG_DIR");
  var own = directory ? [service + "-" + ctx.host.crypto.sha256Hex(directory).slice(0, 8)] : [];
  return own.concat(service).map(function (name) { return claudeLogin(ctx, ctx.oauth.keychainStore(name)); });
}

function fileLogins(ctx) {
  var directory = ctx.util.firstText(String(ctx.host.env.get("CLAUDE_CONFIG_DIR") || "").split(",")[0]);
  return [claudeLogin(ctx, ctx.oauth.fileStore((directory || "~/.claude") + "/.credentials.json"))];
}

// Tokens that other tools keep as { access, refresh, expires }; `find` gives such an entry of the document at `path`.
function foreignLogin(ctx, path, entry, find) {
  if (!entry || entry.type === "api" || entry.enabled === false || !ctx.util.firstText(entry.access)) return null;
  return {
    accessToken: entry.access,
    expiresAt: ctx.util.number(entry.expires) || null,
    scopes: [],
    store: ctx.oauth.fileStore(path),
    pick: function (now) {
      var found = find(now);
      return found ? { accessToken: found.access, refreshToken: found.refresh } : null;
    },
    apply: function (now, tokens) {
      var found = find(now);
      found.access = tokens.raw.access_token;
      if (tokens.raw.refresh_token) found.refresh = tokens.raw.refresh_token;
      found.expires = Date.now() + tokens.raw.expires_in * 1000;
    }
  };
}

function openCodeLogins(ctx) {
  var found = ctx.util.authEntry("opencode", "anthropic");
  var logins = found ? [foreignLogin(ctx, found.path, found.entry, function (now) { return Object(now).anthropic; })] : [];
  var path = ctx.util.configHome() + "/opencode/opencode-anthropic-auth/accounts.json";
  var accounts = Object(ctx.util.readJson(path)).accounts;
  logins = logins.concat(ctx.util.firstResults(accounts, MOST_ACCOUNTS, function (account, index) {
    return foreignLogin(ctx, path, account, function (now) { return Object(Object(now).accounts)[index]; });
  }));
  var old = ctx.util.configHome() + "/claude-code/auth.json";
  function ofOld(now) { return Object(now).anthropic || now; }
  logins.push(foreignLogin(ctx, old, ofOld(ctx.util.readJson(old)), ofOld));
  return logins;
}

function plainLogins(tokens) {
  return tokens.map(function (token) { return token ? { accessToken: token, expiresAt: null, scopes: [] } : null; });
}

// Every login, those that may read usage first.
function allLogins(ctx) {
  var key = ctx.util.firstText(ctx.provider.apiKey);
  var configured = [ctx.util.firstText(ctx.provider.settings.accessToken), key && key.startsWith("sk-ant-oat") ? key : null];
  var variables = [ctx.util.firstEnv("CLAUDE_ACCESS_TOKEN"), ctx.util.firstEnv("CLAUDE_CODE_OAUTH_TOKEN")];
  var logins = plainLogins(configured)
    .concat(keychainLogins(ctx), fileLogins(ctx), openCodeLogins(ctx), plainLogins(variables))
    .filter(function (login) { return login !== null; });
  return logins.filter(function (login) { return !lacksScope(login); }).concat(logins.filter(lacksScope));
}

function lacksScope(login) {
  return login.scopes.length > 0 && !login.scopes.includes("user:profile");
}
