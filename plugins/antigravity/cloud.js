// SPDX-License-Identifier: MIT
// Google's Cloud Code API with a login of the app or of another program.
"use strict";

var CLOUD_BASES = [
  "https://daily-cloudcode-pa.googleapis.com", "https://cloudcode-pa.googleapis.com"
];
var LOAD_BODY = {
  metadata: { ideType: "ANTIGRAVITY", platform: "PLATFORM_UNSPECIFIED", pluginType: "GEMINI" }
};

var UNAVAILABLE = "Antigravity quota is temporarily unavailable. Try again later.";

function failUnavailable(ctx, hint) {
  ctx.fail.network(UNAVAILABLE, hint);
}

function isOtherBaseWorth(status) { return status >= 500 || status === 404; }

// { status, json } of the first base that knows the method, else of the last one; status 0 is no
// answer, with the kind of its error.
function post(ctx, token, method, body) {
  var answer = null;
  CLOUD_BASES.some(function (base) {
    try {
      var reply = ctx.util.requestJson({
        method: "POST",
        url: base + "/v1internal:" + method,
        headers: {
          "Authorization": "Bearer " + token,
          "Content-Type": "application/json",
          "User-Agent": "antigravity"
        },
        json: body,
        // The first request only adds plan and project; it must leave time for the others.
        timeoutMs: method === "loadCodeAssist" ? 8000 : 15000
      });
      answer = { status: reply.resp.status, json: reply.json };
    } catch (error) {
      if (error.kind !== "network" && error.kind !== "timeout") throw error;
      answer = { status: 0, json: null, kind: error.kind, message: error.message };
    }
    return answer.status !== 0 && !isOtherBaseWorth(answer.status);
  });
  return answer;
}

function isGood(answer) { return answer.status >= 200 && answer.status <= 299; }

// Lines of the first method that tells something. null: the token was refused.
function cloudLines(ctx, token, project) {
  var body = project === null ? {} : { project: project };
  var methods = [
    ["retrieveUserQuotaSummary", function (json) {
      var groups = summaryGroups(json);
      return groups && linesOrNone(ctx, groups);
    }],
    ["fetchAvailableModels", function (json) {
      var lines = poolLines(ctx, availableModels(ctx, Object(json).models));
      return lines.length ? lines : null;
    }],
    ["retrieveUserQuota", function (json) { return quotaOfBuckets(ctx, json); }]
  ];
  var lines = null;
  var answer = null;
  var isRefused = false;
  methods.some(function (method) {
    answer = post(ctx, token, method[0], body);
    isRefused = ctx.util.isAuthStatus(answer.status);
    lines = isGood(answer) ? method[1](answer.json) : null;
    return isRefused || lines !== null;
  });
  if (isRefused) return null;
  if (!isGood(answer)) failWithAnswer(ctx, answer);
  return lines;
}

function quotaOfBuckets(ctx, json) {
  if (Object(json) !== json) {
    ctx.fail.invalid("Antigravity quota response invalid. Try again later.");
  }
  var lines = poolLines(ctx, bucketModels(ctx, json));
  return lines.length ? lines : noUsageData(ctx);
}

function failWithAnswer(ctx, answer) {
  if (answer.status === 429) ctx.fail.rateLimited(UNAVAILABLE);
  failUnavailable(ctx, answer.message || "The service answered HTTP " + answer.status + ".");
}

// A result; null when the token was refused.
function askCloud(ctx, login, token) {
  var loaded = post(ctx, token, "loadCodeAssist", LOAD_BODY);
  if (ctx.util.isAuthStatus(loaded.status)) return null;
  if (loaded.kind === "timeout") failUnavailable(ctx, loaded.message);
  var about = isGood(loaded) ? Object(loaded.json) : {};
  var project = about.cloudaicompanionProject;
  var lines = cloudLines(ctx, token, ctx.util.firstText(
    login.project, project, Object(project).id, Object(project).projectId));
  return lines && {
    plan: ctx.util.firstText(Object(about.paidTier).name, Object(about.currentTier).name),
    account: login.account || null,
    source: "oauth",
    lines: lines
  };
}

// With the stored token, then with a kept one, then with a new one; each only after the one before
// it has expired or was refused.
function askWithLogin(ctx, login) {
  var token = { accessToken: login.accessToken, refreshed: false };
  if (login.accessToken === null || hasExpired(ctx, login)) {
    token = otherToken(ctx, login, login.accessToken);
  }
  for (;;) {
    var result = token && askCloud(ctx, login, token.accessToken);
    if (result) return result;
    if (token === null || token.refreshed) signInExpired(ctx);
    token = otherToken(ctx, login, token.accessToken);
  }
}

// The result of the first login that works; null when there is none. Fails with what is wrong with
// the first one when no other works.
function fromCloud(ctx) {
  var result = null;
  var problem = null;
  LOGIN_SOURCES.some(function (source) {
    if (source.isExplicit && ctx.sourceMode !== "oauth") return false;
    var login = readLogin(ctx, source);
    if (login === null) return false;
    try {
      result = askWithLogin(ctx, login);
      return true;
    } catch (error) {
      problem = problem || error;
      // Another login does not help against a service that is down.
      return error.kind !== "auth";
    }
  });
  if (result === null && problem !== null) throw problem;
  return result;
}
