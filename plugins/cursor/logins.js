// SPDX-License-Identifier: MIT
// Where the desktop app and the agent program keep their tokens, and how a new one is had and
// given back: { accessToken, refreshToken, membership, account, store }, each null when unknown.
"use strict";

var TOKEN_URL = "https://api2.cursor.sh/oauth/token";
var CLIENT_ID = "KbZUR41cY7W6zRSdpSUJ7I7mLYBKOCmB";
var EXPIRY_BUFFER_MS = 5 * 60 * 1000;
var SIGN_IN = "Sign in via Cursor app or run `agent login`.";

var STATE_SQL = "SELECT key, value FROM ItemTable WHERE key IN ('cursorAuth/accessToken'," +
  " 'cursorAuth/refreshToken', 'cursorAuth/stripeMembershipType', 'cursorAuth/cachedEmail')";
var UPSERT_SQL = "INSERT INTO ItemTable (key, value) VALUES ('cursorAuth/accessToken', ?)" +
  " ON CONFLICT (key) DO UPDATE SET value = excluded.value";

// A stored value is UTF-8 or UTF-16LE, and sometimes in quotes.
function storedText(ctx, value) {
  var text = ctx.util.text(value);
  var halves = text.split("\u0000");
  var isWide = text.length > 0 && (halves.length - 1) * 2 === text.length;
  return ctx.util.unquoted(isWide ? halves.join("") : text);
}

// What the app keeps, by key; throws when the database cannot be read.
function appState(ctx, path) {
  var state = {};
  ctx.host.sqlite.rows(path, STATE_SQL).forEach(function (row) {
    state[ctx.util.text(row.key)] = storedText(ctx, row.value);
  });
  return state;
}

function tokensOfApp(ctx, path) {
  var state = appState(ctx, path);
  return {
    accessToken: ctx.util.lookUp(state, "cursorAuth/accessToken"),
    refreshToken: ctx.util.lookUp(state, "cursorAuth/refreshToken"),
    membership: ctx.util.lookUp(state, "cursorAuth/stripeMembershipType"),
    account: ctx.util.lookUp(state, "cursorAuth/cachedEmail")
  };
}

// What was read before the keychain failed counts; a machine without one is nothing to worry about.
function tokensOfAgent(ctx) {
  var tokens = { accessToken: null, refreshToken: null };
  function read(service) { return ctx.util.unquoted(ctx.host.keychain.read(service)); }
  try {
    tokens.accessToken = read("cursor-access-token");
    tokens.refreshToken = read("cursor-refresh-token");
  } catch (error) {
    var tell = error.kind === "unsupported" ? ctx.host.log.info : ctx.host.log.warn;
    tell("the agent's login could not be read: " + error.message);
  }
  return tokens;
}

// A place of tokens as ctx.oauth.refresh wants it. The refresh token stays good, so a new access
// token that cannot be stored, because the editor holds its database, is used all the same.
function tokenStore(ctx, read, write, lock) {
  return {
    read: function () { return JSON.stringify(read()); },
    canWrite: function () { return true; },
    replace: function (expected, text) {
      try {
        if (this.read() !== expected) return false;
        write(JSON.parse(text).accessToken);
      } catch (error) {
        ctx.host.log.warn("the new token could not be stored: " + error.message);
      }
      return true;
    },
    lock: lock,
    format: function (document) { return JSON.stringify(document); }
  };
}

function appLogin(ctx) {
  var path = ctx.util.editorState("Cursor");
  if (!ctx.host.fs.exists(path)) return null;
  function read() { return tokensOfApp(ctx, path); }
  function write(token) { ctx.host.sqlite.exec(path, UPSERT_SQL, [token]); }
  function lock(work) { return ctx.host.fs.withLock(path, work); }
  return Object.assign(read(), { store: tokenStore(ctx, read, write, lock) });
}

function agentLogin(ctx) {
  function read() { return tokensOfAgent(ctx); }
  function write(token) { ctx.host.keychain.write("cursor-access-token", token); }
  function lock(work) { return work(); }
  return Object.assign(read(), { store: tokenStore(ctx, read, write, lock) });
}

// A login with at least one token, or null; one that cannot be read must not hide the others.
function readLogin(ctx, source) {
  try {
    var login = source(ctx);
    return login && (login.accessToken || login.refreshToken) ? login : null;
  } catch (error) {
    ctx.host.log.warn("a login could not be read: " + error.message);
    return null;
  }
}

function claims(ctx, token) { return Object(ctx.jwt.decodePayload(token || "")); }

// Somebody who tries the app out and pays for the agent means the paid account.
function isSomebodyElse(ctx, app, agent) {
  var users = [app, agent].map(function (login) {
    return ctx.util.firstText(claims(ctx, login.accessToken).sub);
  });
  return users[0] !== null && users[1] !== null && users[0] !== users[1];
}

function findLogin(ctx) {
  var configured = ctx.util.unquoted(ctx.provider.apiKey);
  if (configured !== null) return { accessToken: configured, store: null };
  var app = readLogin(ctx, appLogin);
  if (app !== null && app.membership !== "free") return app;
  var agent = readLogin(ctx, agentLogin);
  if (app === null || agent === null) return app || agent;
  return isSomebodyElse(ctx, app, agent) ? agent : app;
}

// ---- Refresh

function redeem(ctx, refreshToken) {
  var answer = ctx.util.answerTo({
    method: "POST",
    url: TOKEN_URL,
    json: { grant_type: "refresh_token", client_id: CLIENT_ID, refresh_token: refreshToken },
    timeoutMs: 15000
  });
  var tokens = Object(ctx.util.tryParseJson(answer.bodyText));
  var isSignedOut = answer.status === 400 || answer.status === 401 || tokens.shouldLogout === true;
  if (isSignedOut) ctx.fail.auth("Session expired. " + SIGN_IN);
  if (answer.status === 403) {
    ctx.fail.network("Usage request failed (HTTP 403). Try again later.");
  }
  ctx.util.checkAnswer(answer);
  if (!ctx.util.firstText(tokens.access_token)) {
    ctx.fail.invalid("Usage response invalid. Try again later.",
      "The answer to the refresh of the login holds no token.");
  }
  return { accessToken: tokens.access_token };
}

// Another access token than the one that has expired or was refused; null when it cannot be had.
function newToken(ctx, login) {
  if (login.store === null) return null;
  var outcome = ctx.oauth.refresh({
    store: login.store,
    pick: function (tokens) { return tokens; },
    usedAccessToken: login.accessToken,
    redeem: function (refreshToken) { return redeem(ctx, refreshToken); },
    apply: function (tokens, fresh) { tokens.accessToken = fresh.accessToken; }
  });
  return outcome && outcome.accessToken;
}

// Epoch milliseconds, or null when the token does not tell.
function expiryOf(ctx, token) {
  var seconds = ctx.util.number(claims(ctx, token).exp);
  return seconds === null ? null : seconds * 1000;
}

// Refreshes a token that is about to expire. While it is still good a service that is down is no
// reason to stop.
function freshToken(ctx, login) {
  var now = Date.parse(ctx.nowIso);
  var expiresAt = expiryOf(ctx, login.accessToken);
  var isGood = login.accessToken && (expiresAt === null || expiresAt > now);
  if (isGood && (expiresAt === null || expiresAt > now + EXPIRY_BUFFER_MS)) {
    return login.accessToken;
  }
  try {
    return newToken(ctx, login) || login.accessToken;
  } catch (error) {
    if (!isGood || !error.kind || error.kind === "auth") throw error;
    ctx.host.log.info("the login was not refreshed: " + error.message);
    return login.accessToken;
  }
}

// The session cookie of cursor.com that goes with a token, or null when the token names no user.
function cookieOf(ctx, token) {
  var user = userOf(ctx, token);
  return user && "WorkosCursorSessionToken=" + encodeURIComponent(user) + "%3A%3A" + token;
}

// "auth0|user_01ABC" is the user user_01ABC. null for what cannot be one.
function userOf(ctx, token) {
  var user = ctx.util.text(claims(ctx, token).sub).split("|").pop();
  return /^[\x21-\x7e]+$/.test(user) ? user : null;
}
