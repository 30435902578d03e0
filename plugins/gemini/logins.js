// SPDX-License-Identifier: MIT
// Google logins of Gemini CLI and OpenCode: { accessToken, refreshToken, expiresAt (ms or null),
// projects (in order), email, idToken, clientId, isOwnFile }, each part but one token optional.
"use strict";

var CREDENTIALS_PATH = "~/.gemini/oauth_creds.json";

// In the order in which they are tried; each gives a login or null.
var LOGIN_SOURCES = [geminiLogin, accountLogin, openCodeLogin];

// Kinds of login of Gemini CLI that have no quota.
var KINDS_WITHOUT_QUOTA = {
  "gemini-api-key": "Gemini API-key",
  "api-key": "Gemini API-key",
  "vertex-ai": "Vertex AI"
};

// Fails when Gemini CLI is set to a login without quota; what is left of an older one is not used.
function checkKind(ctx) {
  var settings = Object(ctx.util.readJson("~/.gemini/settings.json"));
  var kind = ctx.util.firstText(Object(Object(settings.security).auth).selectedType,
    settings.selectedAuthType, settings.authType);
  var name = ctx.util.lookUp(KINDS_WITHOUT_QUOTA, kind);
  if (name === null) return;
  ctx.fail.auth(name + " login has no quota endpoint. Run `gemini` and choose Login with Google.");
}

function geminiLogin(ctx) {
  checkKind(ctx);
  var stored = Object(ctx.util.readJson(CREDENTIALS_PATH));
  return {
    accessToken: stored.access_token,
    refreshToken: stored.refresh_token,
    expiresAt: ctx.util.number(stored.expiry_date),
    projects: [stored.project_id, stored.quota_project_id],
    idToken: stored.id_token,
    clientId: identityOf(ctx, { idToken: stored.id_token }).aud,
    isOwnFile: true
  };
}

function accountLogin(ctx) {
  var path = ctx.util.configHome() + "/opencode/antigravity-accounts.json";
  var account = ctx.util.activeAccount(ctx.util.readJson(path), "gemini");
  return account && {
    refreshToken: account.refreshToken,
    projects: [account.projectId, account.managedProjectId],
    email: account.email,
    clientId: ANTIGRAVITY_CLIENT_ID
  };
}

// OpenCode keeps "<refresh token>|<project>|<managed project>" in one text.
function openCodeLogin(ctx) {
  var entry = Object(Object(ctx.util.authEntry("opencode", "google")).entry);
  if (entry.type !== "oauth") return null;
  var parts = ctx.util.text(entry.refresh).split("|");
  return {
    accessToken: entry.access,
    refreshToken: parts[0],
    expiresAt: ctx.util.number(entry.expires),
    projects: parts.slice(1),
    clientId: GEMINI_CLIENT_ID
  };
}

// The login of one source, or null without any token.
function readLogin(ctx, source) {
  var login = source(ctx);
  if (login === null) return null;
  login.accessToken = ctx.util.firstText(login.accessToken);
  login.refreshToken = ctx.util.firstText(login.refreshToken);
  return login.accessToken || login.refreshToken ? login : null;
}
