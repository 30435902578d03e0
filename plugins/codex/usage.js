// SPDX-License-Identifier: MIT
// The ways to Codex's usage: a ChatGPT login, a personal access token, the codex program itself. Each gives
// { usage, headers, extras, plan, account, source }, or null when its credential is not there.
"use strict";

var CLIENT_ID = "app_EMoamEEZ73f0CkXaXp7hrann";
var REFRESH_BUFFER_MS = 5 * 60 * 1000;
var LONGEST_UNREFRESHED_MS = 8 * 24 * 3600 * 1000;
var TOKEN_EXPIRED = "Token expired. Run `codex` to log in again.";
var NOT_LOGGED_IN = "Not logged in. Run `codex` to authenticate.";
var REFUSALS = {
  refresh_token_expired: "Session expired. Run `codex` to log in again.",
  refresh_token_reused: "Token conflict. Run `codex` to log in again.",
  refresh_token_invalidated: "Token revoked. Run `codex` to log in again."
};

// chatgpt_base_url of config.toml: one line before the first table.
function configuredBase(ctx) {
  var home = ctx.util.firstEnv("CODEX_HOME") ? codexHomes(ctx)[0] : "~/.codex";
  var topLevel = (ctx.util.readTrimmed(home + "/config.toml") || "").split(/^\s*\[/m)[0];
  var match = /^\s*chatgpt_base_url\s*=\s*["']([^"']+)["']/m.exec(topLevel);
  return match ? match[1].replace(/\/+$/, "") : "https://chatgpt.com/backend-api";
}

function backend(ctx) {
  var base = configuredBase(ctx);
  return /^https:\/\/(chatgpt|chat\.openai)\.com$/.test(base) ? base + "/backend-api" : base;
}

function usageUrl(ctx) {
  var base = backend(ctx);
  return ctx.util.firstEnv("CODEX_USAGE_URL") || base + (base.includes("/backend-api") ? "/wham/usage" : "/api/codex/usage");
}

function headersOf(login, more) {
  var headers = { Authorization: "Bearer " + login.accessToken, Accept: "application/json", "User-Agent": "usagestat" };
  if (login.accountId) headers["ChatGPT-Account-Id"] = login.accountId;
  return Object.assign(headers, more || {});
}

// The answer of any status to a request that is needed.
function send(ctx, request, connection) {
  try {
    return ctx.util.answerTo(request, { connection: connection });
  } catch (error) {
    if (error.kind !== "permission") throw error;
    ctx.fail.config(error.message, "Name the whole address of the usage in CODEX_USAGE_URL.");
  }
}

function requestUsage(ctx, login, more, connection) {
  return send(ctx, { url: usageUrl(ctx), headers: headersOf(login, more), timeoutMs: more ? 30000 : 10000 }, connection);
}

function redeem(ctx, refreshToken) {
  var response = send(ctx, {
    url: ctx.util.firstEnv("CODEX_REFRESH_URL") || "https://auth.openai.com/oauth/token",
    method: "POST",
    form: { grant_type: "refresh_token", client_id: CLIENT_ID, refresh_token: refreshToken },
    timeoutMs: 15000
  });
  var json = Object(ctx.util.tryParseJson(response.bodyText));
  if (response.status === 400 || response.status === 401) {
    var code = ctx.util.firstText(json.error, Object(json.error).code, json.code);
    ctx.fail.auth(ctx.util.lookUp(REFUSALS, code) || TOKEN_EXPIRED);
  }
  ctx.util.checkAnswer(response, { auth: TOKEN_EXPIRED });
  if (!ctx.util.firstText(json.access_token)) ctx.fail.invalid("Usage response invalid. Try again later.");
  return { accessToken: json.access_token, raw: json };
}

// The login with a newer token, or null when it cannot be had.
function refreshed(ctx, login) {
  var result = ctx.oauth.refresh({
    store: login.store,
    pick: login.pick,
    usedAccessToken: login.accessToken,
    redeem: function (refreshToken) { return redeem(ctx, refreshToken); },
    apply: login.apply
  });
  if (!result || result.accessToken === login.accessToken) return null;
  return Object.assign({}, login, { accessToken: result.accessToken });
}

function isStale(ctx, login) {
  if (login.expiresAt !== null) {
    return ctx.util.needsRefreshByExpiry({ nowMs: Date.now(), expiresAtMs: login.expiresAt, bufferMs: REFRESH_BUFFER_MS });
  }
  if (login.isForeign) return false;
  return login.lastRefresh === null || Date.now() - login.lastRefresh > LONGEST_UNREFRESHED_MS;
}

function usageOf(ctx, answer) {
  var usage = ctx.util.parseBody(ctx.util.checkAnswer(answer, { auth: TOKEN_EXPIRED }));
  if (Array.isArray(usage)) ctx.fail.invalid("Usage response invalid. Try again later.");
  return usage;
}

// What cannot be had counts as absent.
function optionalJson(ctx, request) {
  try {
    var reply = ctx.util.requestJson(request);
    return reply.resp.status === 200 ? Object(reply.json) : {};
  } catch (error) {
    ctx.host.log.info(error.message);
    return {};
  }
}

// Reset credits, and for plans of teams the personal spend limit when the usage does not tell it.
function extrasOf(ctx, login, usage) {
  var base = backend(ctx);
  if (!base.includes("/backend-api") || ctx.util.firstEnv("CODEX_USAGE_URL")) return {};
  var extras = {
    resets: optionalJson(ctx, {
      url: base + "/wham/rate-limit-reset-credits",
      headers: headersOf(login, { "OpenAI-Beta": "codex-1", originator: "Codex Desktop" }),
      timeoutMs: 4000
    })
  };
  var isTeam = /team|business|enterprise|edu/.test(ctx.util.text(usage.plan_type));
  if (isTeam && usage.spend_control && !individualLimit(usage) && login.accountId) {
    var path = "/accounts/" + encodeURIComponent(login.accountId) + "/spend-controls/current-user/monthly-usage";
    extras.spending = optionalJson(ctx, { url: base + path, headers: headersOf(login), timeoutMs: 10000 });
  }
  return extras;
}

function answerOf(ctx, login, response, source) {
  var usage = usageOf(ctx, response);
  var claims = loginClaims(ctx, login);
  return {
    usage: usage,
    headers: response.headers,
    extras: extrasOf(ctx, login, usage),
    plan: ctx.util.firstText(usage.plan_type, login.plan, claims.plan),
    account: login.email || claims.email,
    source: source
  };
}

function askWith(ctx, login) {
  if (!login.accountId) login.accountId = loginClaims(ctx, login).accountId;
  var current = (isStale(ctx, login) && refreshed(ctx, login)) || login;
  var response = requestUsage(ctx, current);
  if (ctx.util.isAuthStatus(response.status) && current === login) {
    current = refreshed(ctx, login) || login;
    if (current !== login) response = requestUsage(ctx, current, null, "Usage request failed after refresh. Try again.");
  }
  return answerOf(ctx, current, response, "oauth");
}

// Each login in turn; a refused one makes room for the next.
function askOauth(ctx) {
  var failure = null;
  var logins = allLogins(ctx);
  for (var i = 0; i < logins.length; i++) {
    try {
      return askWith(ctx, logins[i]);
    } catch (error) {
      if (error.kind !== "auth") throw error;
      failure = failure || error;
    }
  }
  if (failure) throw failure;
  return null;
}

function askApi(ctx) {
  var token = personalToken(ctx);
  if (token === null) return null;
  var more = { originator: "codex_cli_rs", "User-Agent": "codex_cli_rs/" + ctx.app.version };
  var whoami = send(ctx, {
    url: "https://auth.openai.com/api/accounts/v1/user-auth-credential/whoami",
    headers: headersOf({ accessToken: token }, more),
    timeoutMs: 30000
  });
  ctx.util.checkAnswer(whoami, { auth: TOKEN_EXPIRED });
  var me = Object(ctx.util.tryParseJson(whoami.bodyText));
  var login = {
    accessToken: token,
    accountId: ctx.util.firstText(me.chatgpt_account_id, me.account_id),
    email: ctx.util.firstText(me.email),
    plan: ctx.util.firstText(me.chatgpt_plan_type, me.plan_type)
  };
  return answerOf(ctx, login, requestUsage(ctx, login, more), "api");
}

// ---- the program itself

function windowOf(limit) {
  if (Object(limit) !== limit) return null;
  return {
    used_percent: limit.usedPercent,
    limit_window_seconds: limit.windowDurationMins ? limit.windowDurationMins * 60 : null,
    reset_at: limit.resetsAt
  };
}

function creditsOf(credits) {
  if (Object(credits) !== credits) return null;
  return { has_credits: credits.hasCredits, unlimited: credits.unlimited, balance: credits.balance };
}

function readLimits(ctx, rpc) {
  try {
    return Object(Object(rpc.call("account/rateLimits/read", {}, 10000)).rateLimits);
  } catch (error) {
    if (/auth|log ?in|sign ?in/i.test(error.message)) ctx.fail.auth(NOT_LOGGED_IN);
    throw error;
  }
}

// The program answers for its own login, whatever store that is in.
function askCli(ctx) {
  if (ctx.sourceMode === "auto" && !ctx.host.command.isInstalled("codex")) return null;
  var session = ctx.host.command.open({ program: "codex", args: ["-s", "read-only", "-a", "never", "app-server"] });
  try {
    var rpc = ctx.host.command.rpc(session);
    rpc.call("initialize", { clientInfo: { name: "usagestat", title: "usagestat", version: "1.0.0" } }, 10000);
    rpc.notify("initialized");
    var account = Object(Object(rpc.call("account/read", {}, 10000)).account);
    var limits = readLimits(ctx, rpc);
    return {
      usage: {
        rate_limit: { primary_window: windowOf(limits.primary), secondary_window: windowOf(limits.secondary) },
        credits: creditsOf(limits.credits)
      },
      headers: {},
      extras: {},
      plan: ctx.util.firstText(limits.planType, account.planType),
      account: ctx.util.firstText(account.email),
      source: "cli"
    };
  } finally {
    session.close();
  }
}
