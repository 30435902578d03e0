// SPDX-License-Identifier: MIT
// New access tokens: written back to Gemini CLI's file; those of OpenCode's logins are kept apart.
"use strict";

var EXPIRY_BUFFER_MS = 5 * 60 * 1000;
var USUAL_LIFETIME_S = 3600;

var SAYS = {
  auth: "Gemini session expired. Run `gemini` and re-authenticate when prompted.",
  status: "Gemini quota request failed (HTTP <n>). Try again later.",
  invalid: "Gemini quota response invalid. Try again later."
};

function cannotRefresh(ctx) {
  ctx.fail.auth("Cannot refresh the Gemini login. Run `gemini` once, or set GEMINI_CLIENT_ID and " +
    "GEMINI_CLIENT_SECRET.");
}

// What Google answers to one client: { answer, error }.
function askForToken(ctx, client, refreshToken) {
  var answer = ctx.util.answerTo({
    method: "POST",
    url: "https://oauth2.googleapis.com/token",
    form: {
      client_id: client.id, client_secret: client.secret, refresh_token: refreshToken,
      grant_type: "refresh_token"
    },
    timeoutMs: 15000
  }, SAYS);
  return { answer: answer, error: Object(ctx.util.tryParseJson(answer.bodyText)).error };
}

// A refresh token works only with the client that it was made for, which is not always known.
function redeem(ctx, login, refreshToken) {
  var reply = null;
  clientsFor(ctx, login.clientId).some(function (client) {
    reply = askForToken(ctx, client, refreshToken);
    return reply.error !== "unauthorized_client";
  });
  if (reply === null || reply.error === "unauthorized_client") cannotRefresh(ctx);
  if (reply.error === "invalid_grant") ctx.fail.auth(SAYS.auth);
  var tokens = ctx.util.parseBody(ctx.util.checkAnswer(reply.answer, SAYS), SAYS);
  var accessToken = ctx.util.firstText(tokens.access_token);
  if (accessToken === null) ctx.fail.invalid(SAYS.invalid);
  return { accessToken: accessToken, raw: tokens };
}

// Gemini CLI's own file gets the new tokens, so that it need not refresh again.
function otherOwnToken(ctx, login, used, redeemIt) {
  var token = ctx.oauth.refresh({
    store: ctx.oauth.fileStore(CREDENTIALS_PATH, 2),
    usedAccessToken: used,
    pick: function (stored) {
      return {
        accessToken: ctx.util.firstText(Object(stored).access_token),
        refreshToken: ctx.util.firstText(Object(stored).refresh_token)
      };
    },
    redeem: redeemIt,
    apply: function (stored, tokens) {
      var seconds = ctx.util.number(tokens.raw.expires_in);
      stored.access_token = tokens.accessToken;
      stored.expiry_date = Date.parse(ctx.nowIso) +
        (seconds === null ? USUAL_LIFETIME_S : seconds) * 1000;
      var idToken = ctx.util.firstText(tokens.raw.id_token);
      if (idToken !== null) stored.id_token = idToken;
    }
  });
  if (token !== null) login.idToken = Object(token.document).id_token;
  return token;
}

// { accessToken, refreshed } other than `used`: one that was stored meanwhile, else a new one; fails
// when none can be had.
function otherToken(ctx, login, used) {
  function redeemIt(refreshToken) { return redeem(ctx, login, refreshToken); }
  var token = login.isOwnFile ? otherOwnToken(ctx, login, used, redeemIt) : ctx.oauth.keptToken({
    refreshToken: login.refreshToken, usedAccessToken: used, redeem: redeemIt
  });
  return token || ctx.fail.auth(SAYS.auth);
}

function firstToken(ctx, login) {
  var isOver = typeof login.expiresAt === "number" && ctx.util.needsRefreshByExpiry({
    nowMs: Date.parse(ctx.nowIso), expiresAtMs: login.expiresAt, bufferMs: EXPIRY_BUFFER_MS
  });
  if (login.accessToken === null || isOver) return otherToken(ctx, login, login.accessToken);
  return { accessToken: login.accessToken, refreshed: false };
}
