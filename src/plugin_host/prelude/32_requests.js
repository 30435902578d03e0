// SPDX-License-Identifier: MIT
// Requests whose failures are told in the provider's own words: no connection, refused credentials,
// too many requests, another status, a body that is no JSON.
(function (global) {
  "use strict";

  var parts = global.__usagestat_parts;
  var kit = parts.kit, http = parts.host.http;

  var USUAL = {
    connection: "Usage request failed. Check your connection.",
    auth: "Credentials were refused (HTTP <n>).",
    status: "Usage request failed (HTTP <n>). Try again later.",
    invalid: "Usage response invalid. Try again later."
  };

  function sentence(says, name, status) {
    var text = (says && says[name]) || USUAL[name];
    return text.replace("<n>", String(status));
  }
  function isAuthStatus(status) { return status === 401 || status === 403; }

  function checkAnswer(answer, says) {
    if (answer.error) {
      if (answer.error.kind !== "network" && answer.error.kind !== "timeout") parts.rethrow(answer.error);
      kit.fail.network(sentence(says, "connection"), answer.error.message);
    }
    var status = answer.status;
    if (status >= 200 && status <= 299) return answer;
    if (isAuthStatus(status)) kit.fail.auth(sentence(says, "auth", status));
    if (status === 429) kit.fail.rateLimited(sentence(says, says && says.rateLimited ? "rateLimited" : "status", status));
    return kit.fail.network(sentence(says, "status", status));
  }

  function answerTo(request, says) {
    try {
      return http.request(request);
    } catch (error) {
      return checkAnswer({ error: error }, says);
    }
  }
  function send(request, says) { return checkAnswer(answerTo(request, says), says); }

  function parseBody(answer, says) {
    var body = kit.tryParseJson(answer.bodyText);
    if (Object(body) !== body) kit.fail.invalid(sentence(says, "invalid"));
    return body;
  }

  // Plain http only on this machine or in a private network. The host checks that again, strictly;
  // this is for a sentence that names the variable.
  var PRIVATE_HTTP = /^http:\/\/(localhost|(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+|\[::1\])(:\d+)?(\/|$)/i;
  function baseUrl(text) {
    var url = kit.firstText(text);
    if (url === null || !(/^https:\/\/[^\/\s@?#]+(\/|$)/i.test(url) || PRIVATE_HTTP.test(url))) return null;
    return url.replace(/\/+$/, "");
  }

  // Of a whole Cookie header only what makes the session goes back to the service. A bare value is the
  // cookie of the first name.
  function sessionCookie(text, names) {
    text = (kit.firstText(text) || "").replace(/^cookie:\s*/i, "");
    var isBare = /^[\x21-\x3a\x3c\x3e-\x7e]+=*$/.test(text) && !names.includes(text.replace(/=$/, ""));
    if (isBare) return names[0] + "=" + text;
    var kept = text.split(";").map(function (pair) { return pair.trim(); }).filter(function (pair) {
      var at = pair.indexOf("=");
      return at > 0 && names.includes(pair.slice(0, at)) && /^[\x21-\x7e]+$/.test(pair.slice(at + 1));
    });
    return kept.length ? kept.join("; ") : null;
  }

  parts.requests = {
    isAuthStatus: isAuthStatus, answerTo: answerTo, checkAnswer: checkAnswer, send: send, parseBody: parseBody, baseUrl: baseUrl,
    sessionCookie: sessionCookie,
    fetchJson: function (request, says) { return parseBody(send(request, says), says); }
  };
})(globalThis);
