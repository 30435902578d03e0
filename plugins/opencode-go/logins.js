// SPDX-License-Identifier: MIT
// Where a login for OpenCode Go is looked for: an API key, or a session cookie and its workspace.
"use strict";

var UNREADABLE_LOGIN =
  "Couldn't read OpenCode's auth.json. Log into OpenCode Go again.";
var EXPIRED = "OpenCode session expired. Sign in at opencode.ai and update the cookie.";
var BAR_FILE = "~/.config/opencode-bar/opencode-go.json";

// ---- The key ----

// The places where OpenCode keeps its logins, as far as this machine has them.
function loginFiles(ctx) {
  var folders = [
    ctx.util.dataFolder("opencode"), ctx.util.dataHome() + "/opencode", "~/.local/share/opencode"
  ];
  if (ctx.app.platform === "macos") folders.push("~/Library/Application Support/opencode");
  return folders.map(function (folder) { return folder + "/auth.json"; })
    .filter(function (path) { return ctx.host.fs.exists(path); });
}

// The text of a key, or null for what cannot be sent as one.
function keyOf(ctx, text) {
  var key = ctx.util.unquoted(text);
  return /^[\x21-\x7e]+$/.test(key || "") ? key : null;
}

function keyFromOpenCode(ctx) {
  var found = ctx.util.authEntry("opencode", "opencode-go");
  var key = found && keyOf(ctx, Object(found.entry).key);
  if (key) return key;
  var isDamaged = loginFiles(ctx).some(function (path) {
    return ctx.util.readJson(path) === null;
  });
  if (isDamaged) ctx.fail.auth(UNREADABLE_LOGIN);
  return null;
}

// null when there is none.
function apiKey(ctx) {
  var env = ctx.host.env.get;
  return keyOf(ctx, ctx.provider.apiKey) || keyOf(ctx, env("OPENCODE_GO_API_KEY")) ||
    keyOf(ctx, env("OPENCODE_API_KEY")) || keyFromOpenCode(ctx);
}

// ---- The session ----

var SESSION_COOKIES = ["auth", "__Host-auth"];

// { cookie, workspace } as texts; a cookie goes only with the workspace of the same place. null
// when no place has both.
function pairOf(ctx) {
  var env = ctx.host.env.get;
  var file = Object(ctx.util.readJson(BAR_FILE));
  return [
    [ctx.provider.cookieHeader, ctx.provider.workspaceId],
    [env("OPENCODE_GO_AUTH_COOKIE"), env("OPENCODE_GO_WORKSPACE_ID")],
    [file.authCookie, file.workspaceId]
  ].map(function (pair) {
    return { cookie: ctx.util.unquoted(pair[0]), workspace: ctx.util.unquoted(pair[1]) };
  }).find(function (pair) { return pair.cookie !== null && pair.workspace !== null; }) || null;
}

// { cookie, workspace } ready to be sent, or null when they are not configured.
function session(ctx) {
  var pair = pairOf(ctx);
  if (pair === null) return null;
  var match = /wrk_[A-Za-z0-9]+/.exec(pair.workspace);
  if (match === null) {
    ctx.fail.config("No OpenCode workspace found. Set workspaceId.",
      "An id begins with wrk_, as in the address of the workspace.");
  }
  var cookie = ctx.util.sessionCookie(pair.cookie, SESSION_COOKIES);
  if (cookie === null) {
    ctx.fail.auth(EXPIRED, "The cookie holds neither auth nor __Host-auth.");
  }
  return { cookie: cookie, workspace: match[0] };
}
