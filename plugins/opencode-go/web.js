// SPDX-License-Identifier: MIT
// The workspace's page at opencode.ai, whose script holds the windows, and the balance of Zen.
"use strict";

var SITE = "https://opencode.ai";
var AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Chrome/143.0.0.0 Safari/537.36";
// A hash of the site's build.
var BILLING_ID = "c83b78a614689c38ebee981f9b39a8b377716db85c1fd7dbab604adc02d3313d";
var SIGNED_OUT =
  /login|sign in|auth\/authorize|not associated with an account|actor of type \\?"public\\?"/i;
var WEB_SAYS = { auth: EXPIRED, status: FAILED };

// What stands between a name and its value: the slot of the page's script it is kept in.
var BEFORE_VALUE = "\"?\\s*:\\s*(?:\\$R\\[\\d+\\]\\s*=\\s*)?";
var NUMBER = "\"?(-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)";

// The first group of the value of a member, or null.
function memberOf(text, name, value) {
  var match = new RegExp("(?:^|[{,\\s\"])" + name + BEFORE_VALUE + value, "i").exec(text);
  return match === null ? null : match[1];
}

// ---- The page ----

function linesOfPage(ctx, text) {
  return WINDOWS.map(function (kind) {
    var found = memberOf(text, kind.member, "\\{([^}]*)");
    var percent = ctx.util.number(memberOf(found || "", "usagePercent", NUMBER));
    if (percent === null) return null;
    var seconds = ctx.util.number(memberOf(found, "resetInSec", NUMBER));
    var resetsAt = seconds === null ? null :
      ctx.util.toIso(Date.parse(ctx.nowIso) + seconds * 1000);
    return windowLine(ctx, kind, percent, resetsAt);
  }).filter(Boolean);
}

// Any answer may turn out to be the sign-in page, but figures are believed first.
function askPage(ctx, login) {
  var answer = ctx.util.answerTo({
    url: SITE + "/workspace/" + login.workspace + "/go",
    headers: { "Cookie": login.cookie, "User-Agent": AGENT, "Accept": "text/html" },
    timeoutMs: 15000
  }, WEB_SAYS);
  var isGood = answer.status >= 200 && answer.status <= 299;
  var lines = isGood ? linesOfPage(ctx, answer.bodyText) : [];
  if (lines.length > 0) return lines;
  var target = ctx.util.firstText(answer.headers.location) || "";
  if (SIGNED_OUT.test(answer.bodyText + "\n" + target)) ctx.fail.auth(EXPIRED);
  ctx.util.checkAnswer(answer, WEB_SAYS);
  return ctx.fail.invalid("Could not read the OpenCode usage page; it may have changed.");
}

// ---- The balance ----

function randomUuid(ctx) {
  var hex = ctx.host.crypto.sha256Hex(ctx.host.crypto.randomBase64(16));
  return [hex.slice(0, 8), hex.slice(8, 12), "4" + hex.slice(13, 16), "8" + hex.slice(17, 20),
    hex.slice(20, 32)].join("-");
}

function askBilling(ctx, login) {
  return ctx.util.send({
    url: SITE + "/_server?id=" + BILLING_ID + "&args=" +
      encodeURIComponent(JSON.stringify([login.workspace])),
    headers: {
      "Cookie": login.cookie,
      "X-Server-Id": BILLING_ID,
      "X-Server-Instance": "server-fn:" + randomUuid(ctx),
      "User-Agent": AGENT,
      "Origin": SITE,
      "Referer": SITE + "/workspace/" + login.workspace,
      "Accept": "text/javascript, application/json;q=0.9, */*;q=0.8"
    },
    timeoutMs: 15000
  }, WEB_SAYS).bodyText;
}

// The balance only adds something: without an answer it is left out. It counts
// hundred-millionths of a dollar, and is believed only next to a customer.
function balanceLines(ctx, login) {
  var text = "";
  try {
    text = askBilling(ctx, login);
  } catch (error) {
    if (!error.kind) throw error;
    ctx.host.log.info("no balance of Zen: " + error.message);
  }
  var units = ctx.util.number(memberOf(text, "balance", NUMBER));
  if (units === null || memberOf(text, "customerID", "\"([^\"]+)\"") === null) return [];
  return [ctx.line.text({ label: "Zen balance", value: ctx.fmt.usd(units / 1e8) })];
}

function webResult(ctx) {
  var login = session(ctx);
  if (login === null) return null;
  var lines = askPage(ctx, login);
  return { plan: "Go", source: "web", lines: lines.concat(balanceLines(ctx, login)) };
}
