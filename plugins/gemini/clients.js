// SPDX-License-Identifier: MIT
// OAuth clients that may refresh a login, of variables or an installed Gemini CLI: { id, secret }.
// None of their secrets is part of this plugin.
"use strict";

var GEMINI_CLIENT_ID = "681255809395-oo8ft2oprdrnp9e3aqf6av3hmdib135j.apps.googleusercontent.com";
var ANTIGRAVITY_CLIENT_ID =
  "1071006060591-tmhssin2h21lcre235vtolojh4g403ep.apps.googleusercontent.com";

// Where package managers keep the programs of all projects.
var PACKAGE_ROOTS = [
  "~/.bun/install/global/node_modules",
  "~/.npm-global/lib/node_modules",
  "/usr/local/lib/node_modules",
  "/usr/lib/node_modules",
  "/opt/homebrew/lib/node_modules",
  "~/Library/pnpm/global/5/node_modules",
  "/opt/homebrew/opt/gemini-cli/libexec/lib/node_modules",
  "/usr/local/opt/gemini-cli/libexec/lib/node_modules",
  "~/.nvm/versions/node/*/lib/node_modules",
  "~/.local/share/fnm/node-versions/*/installation/lib/node_modules",
  "~/Library/Application Support/fnm/node-versions/*/installation/lib/node_modules",
  "~/.volta/tools/image/packages/@google/gemini-cli/lib/node_modules"
];
var CORE_FILE = "/@google/gemini-cli-core/dist/src/code_assist/oauth2.js";
var CLIENT_FILES = [
  CORE_FILE, "/@google/gemini-cli/node_modules" + CORE_FILE, "/@google/gemini-cli/bundle/*.js"
];

// null unless both parts are known.
function clientOf(ctx, id, secret) {
  var client = { id: ctx.util.firstText(id), secret: ctx.util.firstText(secret) };
  return client.id && client.secret ? client : null;
}

// The quoted text that a script assigns to a constant, or null.
function constantIn(script, name) {
  var match = new RegExp("\\b" + name + "\\s*=\\s*[\"'`]([^\"'`\\s]+)[\"'`]").exec(script);
  return match && match[1];
}

function clientInFile(ctx, path) {
  var script = ctx.util.text(ctx.util.readTrimmed(path));
  return clientOf(
    ctx, constantIn(script, "OAUTH_CLIENT_ID"), constantIn(script, "OAUTH_CLIENT_SECRET"));
}

// Of the first installation that has one, or null.
function installedClient(ctx) {
  var named = ctx.host.env.get("GEMINI_OAUTH2_JS_PATH");
  var client = named && clientInFile(ctx, named);
  var appData = ctx.host.env.get("APPDATA");
  var roots = PACKAGE_ROOTS.concat(appData ? appData + "/npm/node_modules" : []);
  roots.some(function (root) {
    return CLIENT_FILES.some(function (file) {
      return client || ctx.host.fs.glob(root + file).some(function (path) {
        client = clientInFile(ctx, path);
        return client;
      });
    });
  });
  return client;
}

// All that are known, in the order in which they are worth a try: what the user set for any login,
// then those that the login is known to belong to.
function clientsFor(ctx, clientId) {
  var env = ctx.host.env.get;
  var forced = clientOf(ctx, env("GEMINI_CLIENT_ID"), env("GEMINI_CLIENT_SECRET"));
  var others = [
    clientOf(ctx, env("GEMINI_OAUTH_CLIENT_ID"), env("GEMINI_OAUTH_CLIENT_SECRET")),
    installedClient(ctx)
  ].filter(Boolean);
  function isOwn(client) { return client.id === clientId; }
  function isForeign(client) { return client.id !== clientId; }
  return (forced ? [forced] : []).concat(others.filter(isOwn), others.filter(isForeign));
}
