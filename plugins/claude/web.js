// SPDX-License-Identifier: MIT
// The claude.ai web session, and the cost report of an organisation's Admin key.
"use strict";

var WEB = "https://claude.ai/api/";
var WEB_HEADERS = {
  Accept: "application/json",
  Origin: "https://claude.ai",
  Referer: "https://claude.ai/settings/usage",
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  "anthropic-client-platform": "web_claude_ai"
};

// The key in a text that is it, or sessionKey=…, or a whole Cookie header.
function sessionKeyIn(text) {
  var match = /(?:^|[;\s])sessionKey=([^;\s]+)/.exec(String(text || "").replace(/^\s*cookie:\s*/i, ""));
  if (match) return match[1];
  return /^\s*[^\s;=]+\s*$/.test(text) || /^\s*sk-ant-[^\s;]+\s*$/.test(text) ? text.trim() : null;
}

function sessionKey(ctx) {
  var get = ctx.host.env.get;
  var given = [ctx.provider.cookieHeader, get("CLAUDE_AI_SESSION_KEY"), get("CLAUDE_WEB_SESSION_KEY")];
  return ctx.util.firstText.apply(null, given.map(function (text) { return text ? sessionKeyIn(text) : null; }));
}

// Asks with the newest session key: an answer may renew it.
function webSession(ctx, key) {
  return function (path) {
    var headers = Object.assign({ Cookie: "sessionKey=" + key }, WEB_HEADERS);
    var response = ctx.util.answerTo({ url: WEB + path, headers: headers, timeoutMs: 15000 });
    key = ctx.util.setCookie(response, "sessionKey") || key;
    return response;
  };
}

function requiredJson(ctx, answer) {
  return ctx.util.parseBody(checkAnswer(ctx, answer,
    "Web session invalid or expired. Set CLAUDE_AI_SESSION_KEY to your claude.ai sessionKey cookie."));
}

// What cannot be had counts as absent.
function optionalJson(ctx, ask, path) {
  try {
    var response = ask(path);
    return response.status === 200 ? Object(ctx.util.tryParseJson(response.bodyText)) : {};
  } catch (error) {
    ctx.host.log.info(path + ": " + error.message);
    return {};
  }
}

function chosenOrganization(ctx, list) {
  var all = Array.isArray(list) ? list.filter(function (item) { return ctx.util.firstText(Object(item).uuid) !== null; }) : [];
  function capabilities(item) { return Array.isArray(item.capabilities) ? item.capabilities : []; }
  function isApiOnly(item) { return capabilities(item).length === 1 && capabilities(item)[0] === "api"; }
  var wanted = ctx.util.firstText(ctx.provider.workspaceId);
  return all.find(function (item) { return item.uuid === wanted; }) ||
    all.find(function (item) { return capabilities(item).includes("chat"); }) ||
    all.find(function (item) { return !isApiOnly(item); }) || all[0];
}

function webPlan(ctx, account, organization) {
  var memberships = Array.isArray(account.memberships) ? account.memberships : [];
  var membership = Object(memberships.find(function (item) { return Object(Object(item).organization).uuid === organization.uuid; }) || memberships[0]);
  var details = Object(membership.organization);
  var tier = ctx.util.text(details.rate_limit_tier);
  var word = ["max", "pro", "team", "enterprise"].find(function (name) { return tier.includes(name); });
  if (!word && /stripe/.test(ctx.util.text(details.billing_type)) && tier.includes("claude")) word = "pro";
  if (!word || word === "team") {
    if (membership.seat_tier === "team_standard") return "Team Standard";
    if (membership.seat_tier === "team_tier_1") return "Team Premium";
  }
  return planOf(ctx, word, tier);
}

function probeWeb(ctx) {
  var key = sessionKey(ctx);
  if (key === null) return null;
  var ask = webSession(ctx, key);
  var organization = chosenOrganization(ctx, requiredJson(ctx, ask("organizations")));
  if (!organization) ctx.fail.auth("No Claude organization found for this session.");
  var base = "organizations/" + encodeURIComponent(organization.uuid);
  var usage = requiredJson(ctx, ask(base + "/usage"));
  var overage = optionalJson(ctx, ask, base + "/overage_spend_limit");
  var credits = optionalJson(ctx, ask, base + "/prepaid/credits");
  var account = optionalJson(ctx, ask, "account");
  if (typeof Object(usage.extra_usage).is_enabled !== "boolean") usage.extra_usage = overage;
  var lines = usageLines(ctx, usage);
  if (ctx.util.number(credits.amount) > 0) {
    lines = lines.filter(function (item) { return item.type !== "badge"; });
    lines.push(ctx.line.text({ label: "Prepaid credits", value: ctx.fmt.usd(credits.amount / 100) }));
  }
  return { plan: webPlan(ctx, account, organization), account: ctx.util.firstText(account.email_address), source: "web", lines: lines };
}

// ---- Admin key

function adminKey(ctx) {
  var key = ctx.util.firstText(ctx.provider.apiKey);
  if (key && key.startsWith("sk-ant-admin")) return key;
  return ctx.util.firstEnv("ANTHROPIC_ADMIN_KEY", "ANTHROPIC_ADMIN_API_KEY");
}

// All buckets of a report, page by page.
function reportBuckets(ctx, key, path) {
  var today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  function day(time) { return encodeURIComponent(new Date(time).toISOString().replace(".000Z", "Z")); }
  var url = "https://api.anthropic.com/v1/organizations/" + path + "&bucket_width=1d&limit=31" +
    "&starting_at=" + day(today - 30 * DAY_MS) + "&ending_at=" + day(today + DAY_MS);
  var buckets = [];
  var page = null;
  for (var i = 0; i < 40; i++) {
    var answer = ctx.util.answerTo({
      url: url + (page ? "&page=" + encodeURIComponent(page) : ""),
      headers: { "x-api-key": key, "anthropic-version": "2023-06-01", Accept: "application/json" },
      timeoutMs: 20000
    });
    var report = objectOf(ctx, answer, "Admin key rejected. Check ANTHROPIC_ADMIN_KEY.");
    buckets = buckets.concat(Array.isArray(report.data) ? report.data : []);
    page = report.has_more ? ctx.util.firstText(report.next_page) : null;
    if (!page) break;
  }
  return buckets;
}

// { startMs, sum } of each bucket, the sum of `value(result)` over its results.
function daySums(ctx, buckets, value) {
  return buckets.map(function (bucket) {
    var results = Object(bucket).results;
    return {
      startMs: ctx.util.parseDateMs(Object(bucket).starting_at),
      sum: (Array.isArray(results) ? results : []).reduce(function (sum, result) { return sum + value(Object(result)); }, 0)
    };
  });
}

// `startMs` may be null, which is earlier than any day.
function sumSince(days, sinceMs) {
  return days.reduce(function (sum, day) { return day.startMs >= sinceMs ? sum + day.sum : sum; }, 0);
}

function number(ctx, value) { return ctx.util.number(value) || 0; }

function tokensOf(ctx, result) {
  var cache = Object(result.cache_creation);
  return [
    result.uncached_input_tokens, cache.ephemeral_1h_input_tokens, cache.ephemeral_5m_input_tokens,
    result.cache_read_input_tokens, result.output_tokens
  ].reduce(function (sum, count) { return sum + number(ctx, count); }, 0);
}

function probeApi(ctx) {
  var key = adminKey(ctx);
  if (key === null) return null;
  var costs = daySums(ctx, reportBuckets(ctx, key, "cost_report?group_by%5B%5D=description"),
    function (result) { return number(ctx, result.amount); });
  var tokens = daySums(ctx, reportBuckets(ctx, key, "usage_report/messages?group_by%5B%5D=model"),
    function (result) { return tokensOf(ctx, result); });
  var today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  var lines = [["Today", 0], ["Last 7 Days", 6], ["Last 30 Days", 30]].map(function (range) {
    var since = today - range[1] * DAY_MS;
    var value = ctx.fmt.usd(sumSince(costs, since) / 100) + " · " + ctx.fmt.compact(sumSince(tokens, since)) + " tokens";
    return ctx.line.text({ label: range[0], value: value });
  });
  return { source: "api", lines: lines };
}
