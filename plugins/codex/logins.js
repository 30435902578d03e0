// SPDX-License-Identifier: MIT
// Where ChatGPT logins of Codex are found: { accessToken, accountId, idToken, expiresAt (ms or null), lastRefresh }, and for
// those that can be refreshed also store, pick and apply (see OAuth in usagestat.d.ts).
"use strict";

var AUTH_CLAIM = "https://api.openai.com/auth";
var PROFILE_CLAIM = "https://api.openai.com/profile";

// Of a file; each is asked for, until one is accepted.
var MOST_ACCOUNTS = 20;

function claimsOf(ctx, token) {
  return Object(token ? ctx.jwt.decodePayload(token) : null);
}

// A claim of the id token, else of the access token.
function loginClaims(ctx, login) {
  var id = claimsOf(ctx, login.idToken);
  var access = claimsOf(ctx, login.accessToken);
  return {
    accountId: ctx.util.firstText(Object(id[AUTH_CLAIM]).chatgpt_account_id, Object(access[AUTH_CLAIM]).chatgpt_account_id),
    plan: ctx.util.firstText(Object(id[AUTH_CLAIM]).chatgpt_plan_type, Object(access[AUTH_CLAIM]).chatgpt_plan_type),
    email: ctx.util.firstText(id.email, Object(id[PROFILE_CLAIM]).email, access.email, Object(access[PROFILE_CLAIM]).email)
  };
}

function expiryOf(ctx, token) {
  var seconds = claimsOf(ctx, token).exp;
  return typeof seconds === "number" ? seconds * 1000 : null;
}

// The tokens of an auth.json; older versions of the tool spell them in camelCase.
function tokensOf(document) {
  return Object(Object(document).tokens);
}
function refreshTokenOf(ctx, tokens) { return ctx.util.firstText(tokens.refresh_token, tokens.refreshToken); }
function accessTokenOf(ctx, tokens) { return ctx.util.firstText(tokens.access_token, tokens.accessToken); }

function codexLogin(ctx, store) {
  var document = ctx.util.tryParseJson(store.read());
  var tokens = tokensOf(document);
  if (!accessTokenOf(ctx, tokens)) return null;
  return {
    accessToken: accessTokenOf(ctx, tokens),
    idToken: tokens.id_token || tokens.idToken,
    accountId: ctx.util.firstText(tokens.account_id, tokens.accountId),
    expiresAt: expiryOf(ctx, accessTokenOf(ctx, tokens)),
    lastRefresh: ctx.util.parseDateMs(document.last_refresh),
    store: store,
    pick: function (now) {
      var found = tokensOf(now);
      return { accessToken: accessTokenOf(ctx, found), refreshToken: refreshTokenOf(ctx, found) };
    },
    apply: function (now, fresh) {
      var isOld = now.tokens.accessToken !== undefined;
      now.tokens[isOld ? "accessToken" : "access_token"] = fresh.raw.access_token;
      if (fresh.raw.refresh_token) now.tokens[isOld ? "refreshToken" : "refresh_token"] = fresh.raw.refresh_token;
      if (fresh.raw.id_token) now.tokens[isOld ? "idToken" : "id_token"] = fresh.raw.id_token;
      now.last_refresh = new Date().toISOString();
    }
  };
}

function codexHomes(ctx) {
  var homes = ctx.util.firstEnv("CODEX_HOME");
  return homes ? homes.split(",").map(function (home) { return home.trim(); }) : ["~/.config/codex", "~/.codex"];
}

function fileLogins(ctx) {
  return codexHomes(ctx).map(function (home) { return codexLogin(ctx, ctx.oauth.fileStore(home + "/auth.json")); });
}

function keychainLogins(ctx) {
  if (ctx.app.platform !== "macos") return [];
  return [codexLogin(ctx, ctx.oauth.keychainStore("Codex Auth"))];
}

// An entry { access, refresh, expires, accountId } that another tool keeps; `find` gives it of the document at `path`.
function foreignLogin(ctx, path, found, find) {
  var entry = Object(found);
  if (entry.type === "api" || entry.enabled === false || !ctx.util.firstText(entry.access)) return null;
  return {
    accessToken: entry.access,
    accountId: ctx.util.firstText(entry.accountId),
    expiresAt: ctx.util.number(entry.expires) || null,
    isForeign: true,
    store: ctx.oauth.fileStore(path),
    pick: function (now) {
      var current = Object(find(now));
      return { accessToken: current.access, refreshToken: current.refresh };
    },
    apply: function (now, fresh) {
      var target = find(now);
      target.access = fresh.raw.access_token;
      if (fresh.raw.refresh_token) target.refresh = fresh.raw.refresh_token;
      target.expires = expiryOf(ctx, fresh.raw.access_token) || Date.now() + (ctx.util.number(fresh.raw.expires_in) || 3600) * 1000;
    }
  };
}

function openCodeLogins(ctx) {
  var found = ctx.util.authEntry("opencode", "openai");
  return found ? [foreignLogin(ctx, found.path, found.entry, function (now) { return Object(now).openai; })] : [];
}

function accountFileLogins(ctx) {
  var paths = ["~/.opencode/auth/openai.json", "~/.opencode/openai-codex-accounts.json"].concat(
    ctx.host.fs.glob("~/.opencode/projects/*/openai-codex-accounts.json"),
    [ctx.util.configHome() + "/opencode/opencode-anthropic-auth/codex-accounts.json"]);
  return paths.reduce(function (logins, path) {
    var document = ctx.util.readJson(path);
    var accounts = Object(document).accounts;
    if (!Array.isArray(accounts)) return logins.concat(foreignLogin(ctx, path, document, function (now) { return now; }));
    return logins.concat(ctx.util.firstResults(accounts, MOST_ACCOUNTS, function (account, index) {
      return foreignLogin(ctx, path, account, function (now) { return Object(Object(now).accounts)[index]; });
    }));
  }, []);
}

function allLogins(ctx) {
  var logins = fileLogins(ctx).concat(keychainLogins(ctx), openCodeLogins(ctx), accountFileLogins(ctx));
  return logins.filter(function (login) { return login !== null; });
}

// Codex's personal access token of the config or of an auth.json, or null.
function personalToken(ctx) {
  var stored = codexHomes(ctx).map(function (home) { return Object(ctx.util.readJson(home + "/auth.json")).personal_access_token; });
  return ctx.util.firstText.apply(null, [ctx.provider.apiKey].concat(stored));
}

function hasPlatformKey(ctx) {
  return codexHomes(ctx).some(function (home) { return ctx.util.firstText(Object(ctx.util.readJson(home + "/auth.json")).OPENAI_API_KEY) !== null; });
}
