// SPDX-License-Identifier: MIT
// The server functions of opencode.ai: the session cookie, the workspace, and how they are asked.
"use strict";

var SERVER = "https://opencode.ai/_server";
var AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Chrome/143.0.0.0 Safari/537.36";
var SIGNED_OUT =
  /login|sign in|auth\/authorize|not associated with an account|actor of type \\?"public\\?"/i;

var EXPIRED = "OpenCode session expired. Sign in at opencode.ai and update the cookie.";
var NO_WORKSPACE = "No OpenCode workspace found. Set workspaceId.";
var SAYS = {
  auth: EXPIRED,
  status: "OpenCode request failed (HTTP <n>). Try again later."
};

// ---- The session ----

// null when none is configured.
function sessionCookie(ctx) {
  var text = ctx.util.unquoted(ctx.provider.cookieHeader) ||
    ctx.util.unquoted(ctx.host.env.get("OPENCODE_COOKIE"));
  if (text === null) return null;
  var cookie = ctx.util.sessionCookie(text, ["auth", "__Host-auth"]);
  if (cookie === null) {
    ctx.fail.auth(EXPIRED, "The cookie holds neither auth nor __Host-auth.");
  }
  return cookie;
}

// The configured id, alone or inside the address of the workspace; null when there is none.
function configuredWorkspace(ctx) {
  var text = ctx.util.firstText(ctx.provider.workspaceId) ||
    ctx.util.firstEnv("OPENCODE_WORKSPACE_ID", "CODEXBAR_OPENCODE_WORKSPACE_ID");
  if (text === null) return null;
  var match = /wrk_[A-Za-z0-9]+/.exec(text);
  if (match === null) {
    ctx.fail.config(NO_WORKSPACE, "An id begins with wrk_, as in the address of the workspace.");
  }
  return match[0];
}

// ---- Requests ----

function randomUuid(ctx) {
  var hex = ctx.host.crypto.sha256Hex(ctx.host.crypto.randomBase64(16));
  return [hex.slice(0, 8), hex.slice(8, 12), "4" + hex.slice(13, 16), "8" + hex.slice(17, 20),
    hex.slice(20, 32)].join("-");
}

function requestOf(ctx, cookie, call, method) {
  var url = SERVER;
  if (method === "GET") {
    url += "?id=" + call.id;
    if (call.args.length > 0) url += "&args=" + encodeURIComponent(JSON.stringify(call.args));
  }
  var request = {
    method: method,
    url: url,
    headers: {
      "Cookie": cookie,
      "X-Server-Id": call.id,
      "X-Server-Instance": "server-fn:" + randomUuid(ctx),
      "User-Agent": AGENT,
      "Origin": "https://opencode.ai",
      "Referer": call.referer,
      "Accept": "text/javascript, application/json;q=0.9, */*;q=0.8"
    },
    timeoutMs: 15000
  };
  if (method === "POST") request.json = call.args;
  return request;
}

// Servers of the site say "there is nothing" by a bare null or by one that ends the script.
function isExplicitNull(text) {
  return /^\s*null\s*;?\s*$|\]=\[\],null\)\s*;?\s*$/.test(text);
}

// { found: what call.read makes of the answer, or null; isNone: the answer is an explicit null }.
// Any answer may turn out to be the sign-in page, but figures are believed first.
function answerOf(ctx, cookie, call, method) {
  var answer = ctx.util.answerTo(requestOf(ctx, cookie, call, method), SAYS);
  var isGood = answer.status >= 200 && answer.status <= 299;
  var found = isGood ? call.read(ctx, answer.bodyText) : null;
  var target = ctx.util.firstText(answer.headers.location) || "";
  if (found === null && SIGNED_OUT.test(answer.bodyText + "\n" + target)) ctx.fail.auth(EXPIRED);
  ctx.util.checkAnswer(answer, SAYS);
  return { found: found, isNone: isExplicitNull(answer.bodyText) };
}

// Some deployments of the site answer a function by POST only.
function ask(ctx, cookie, call) {
  var first = answerOf(ctx, cookie, call, "GET");
  if (first.found !== null || first.isNone || call.isGetOnly) return first;
  return answerOf(ctx, cookie, call, "POST");
}

// ---- What is asked ----

// The ids are hashes of the site's build.
function askWorkspace(ctx, cookie) {
  var answer = ask(ctx, cookie, {
    id: "def39973159c7f0483d8793a822b8dbb10d067e12c65455fcb4608459ba0234f",
    args: [],
    referer: "https://opencode.ai",
    read: readWorkspace
  });
  return answer.found || ctx.fail.config(NO_WORKSPACE);
}

function askSubscription(ctx, cookie, workspace) {
  return ask(ctx, cookie, {
    id: "7abeebee372f304e050aaaf92be863f4a86490e382f8c79db68fd94040d691b4",
    args: [workspace],
    referer: "https://opencode.ai/workspace/" + workspace + "/billing",
    read: readWindows
  });
}

function askBilling(ctx, cookie, workspace) {
  return ask(ctx, cookie, {
    id: "c83b78a614689c38ebee981f9b39a8b377716db85c1fd7dbab604adc02d3313d",
    args: [workspace],
    referer: "https://opencode.ai/workspace/" + workspace,
    read: readBilling,
    isGetOnly: true
  }).found;
}
