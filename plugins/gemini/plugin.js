// SPDX-License-Identifier: MIT
// Gemini: the daily request allowances that Google's Code Assist tells of a Gemini CLI login.
"use strict";

var CODE_ASSIST = "https://cloudcode-pa.googleapis.com/v1internal:";
var LOAD_BODY = {
  metadata: {
    ideType: "IDE_UNSPECIFIED", platform: "PLATFORM_UNSPECIFIED", pluginType: "GEMINI",
    duetProject: "default"
  }
};

// Each list is a sign that Google no longer serves this kind of account here.
var SHUTDOWN_SIGNS = [
  ["unsupported_client"],
  ["ineligibletiererror"],
  ["no longer supported", "gemini code assist"],
  ["migrate", "antigravity"]
];

function request(method, url, token, json) {
  return {
    method: method,
    url: url,
    headers: {
      "Authorization": "Bearer " + token,
      "Accept": "application/json",
      "Content-Type": "application/json"
    },
    json: json
  };
}

// Looked for before the status, for such an account is told with 403 that looks like a bad login.
function checkShutdown(ctx, answer) {
  var text = ctx.util.text(answer.bodyText).toLowerCase();
  var hasEnded = SHUTDOWN_SIGNS.some(function (words) {
    return words.every(function (word) { return text.includes(word); });
  });
  if (!hasEnded) return;
  ctx.fail.unsupported(
    "Google ended Gemini CLI quota for this account. Use the antigravity provider.");
}

// The answer of a request that only adds something; null when there is none.
function answerOrNull(ctx, asked) {
  try {
    return ctx.util.answerTo(asked, SAYS);
  } catch (error) {
    ctx.host.log.info("an additional request gave nothing: " + error.message);
    return null;
  }
}

// The object in such an answer; an empty one when it failed.
function objectIn(ctx, answer) {
  var isGood = answer !== null && answer.status >= 200 && answer.status <= 299;
  return isGood ? Object(ctx.util.tryParseJson(answer.bodyText)) : {};
}

// A project that Google made for Gemini, of all that the user has; null for none.
function listedProject(ctx, token) {
  var asked = request("GET", "https://cloudresourcemanager.googleapis.com/v1/projects", token);
  var projects = objectIn(ctx, answerOrNull(ctx, asked)).projects;
  var found = (Array.isArray(projects) ? projects : []).map(Object).find(function (project) {
    var id = ctx.util.firstText(project.projectId);
    return id !== null && (id.startsWith("gen-lang-client") ||
      Object.keys(Object(project.labels)).includes("generative-language"));
  });
  return found ? ctx.util.firstText(found.projectId) : null;
}

function projectOf(ctx, login, token, about) {
  var told = about.cloudaicompanionProject;
  var known = [ctx.provider.workspaceId, ctx.host.env.get("GEMINI_PROJECT_ID")]
    .concat(login.projects, told, Object(told).id, Object(told).projectId);
  return ctx.util.firstText.apply(null, known) || listedProject(ctx, token);
}

// { about, quota }; null when the token was refused.
function askCodeAssist(ctx, login, token) {
  var loaded = answerOrNull(ctx, request("POST", CODE_ASSIST + "loadCodeAssist", token, LOAD_BODY));
  if (loaded !== null) checkShutdown(ctx, loaded);
  if (loaded !== null && ctx.util.isAuthStatus(loaded.status)) return null;
  var about = objectIn(ctx, loaded);
  var project = projectOf(ctx, login, token, about);
  var answer = ctx.util.answerTo(request("POST", CODE_ASSIST + "retrieveUserQuota", token,
    project === null ? {} : { project: project }), SAYS);
  checkShutdown(ctx, answer);
  if (ctx.util.isAuthStatus(answer.status)) return null;
  return { about: about, quota: ctx.util.parseBody(ctx.util.checkAnswer(answer, SAYS), SAYS) };
}

// With the stored token, then with a kept one, then with a new one; each only after the one before
// it has expired or was refused.
function resultOf(ctx, login) {
  var token = firstToken(ctx, login);
  var answers = askCodeAssist(ctx, login, token.accessToken);
  while (answers === null) {
    if (token.refreshed) ctx.fail.auth(SAYS.auth);
    token = otherToken(ctx, login, token.accessToken);
    answers = askCodeAssist(ctx, login, token.accessToken);
  }
  var identity = identityOf(ctx, login);
  var email = ctx.util.firstText(identity.email, login.email);
  return {
    plan: planOf(ctx, answers.about, identity),
    account: email,
    source: "oauth",
    lines: linesOf(ctx, answers.quota, email)
  };
}

// Another login does not help against a service that is down.
function isAboutLogin(error) { return error.kind === "auth" || error.kind === "unsupported"; }

// Of the first login that works; fails with what is wrong with the first one when no other does.
function probe(ctx) {
  var result = null;
  var problem = null;
  LOGIN_SOURCES.some(function (source) {
    try {
      var login = readLogin(ctx, source);
      if (login !== null) result = resultOf(ctx, login);
    } catch (error) {
      if (problem === null || !isAboutLogin(error)) problem = error;
      return !isAboutLogin(error);
    }
    return result !== null;
  });
  if (result !== null) return result;
  if (problem !== null) throw problem;
  ctx.fail.auth("Not logged in. Run `gemini` and complete the OAuth prompt.");
}

var __usagestat_plugin = { id: "gemini", probe: probe };
