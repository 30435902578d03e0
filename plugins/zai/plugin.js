// SPDX-License-Identifier: MIT
// Z.ai's GLM Coding Plan: a short and a weekly percentage window, and the month's web searches.
"use strict";

var HOUR_MS = 3600 * 1000;
var DAY_MS = 24 * HOUR_MS;
var MONTH_MS = 30 * DAY_MS;
var USUAL_SESSION_MS = 5 * HOUR_MS;

// Length of the units in which the service counts its windows. Other codes are not known.
var UNIT_MS = { 3: HOUR_MS, 4: DAY_MS, 5: MONTH_MS, 6: 7 * DAY_MS };

var ANY_REGION_NAMES = ["ZAI_API_KEY", "ZAI_API_TOKEN", "Z_AI_API_KEY"];

var SAYS = {
  auth: "API key invalid. Check your Z.ai API key.",
  invalid: "Usage response invalid. Try again later."
};

// Keys belong to one region: names and files of China are not read for the other host.
var REGIONS = {
  "global": {
    host: "api.z.ai",
    keyNames: ANY_REGION_NAMES.concat("GLM_API_KEY"),
    keyFiles: []
  },
  "bigmodel-cn": {
    host: "open.bigmodel.cn",
    keyNames: ANY_REGION_NAMES.concat(
      "BIGMODEL_API_KEY", "ZHIPU_API_KEY", "ZHIPUAI_API_KEY", "GLM_API_KEY"),
    keyFiles: [
      "~/.coding-relay/glm-api-key", "~/.config/bigmodel/api_key", "~/.config/zhipu/api_key"
    ],
    balanceUrl: "https://www.bigmodel.cn/api/biz/account/query-customer-account-report"
  }
};

function regionOf(ctx) {
  var name = (ctx.util.firstText(ctx.provider.region) || "global").toLowerCase();
  if (!REGIONS.hasOwnProperty(name)) {
    ctx.fail.config("Z.ai has no region \"" + name + "\".", "Use global or bigmodel-cn.");
  }
  return REGIONS[name];
}

// ---- Credentials ----

function firstLine(ctx, path) {
  var text = ctx.util.readTrimmed(path);
  return text === null ? null : text.split(/\r?\n/)[0].trim();
}

function keyFromOpenCode(ctx) {
  var found = ctx.util.authEntry("opencode", "zai-coding-plan");
  return found && ctx.util.firstText(Object(found.entry).key);
}

function apiKey(ctx, region) {
  var key = ctx.util.firstText(ctx.provider.apiKey) ||
    ctx.util.firstEnv.apply(null, region.keyNames);
  region.keyFiles.forEach(function (path) { key = key || firstLine(ctx, path); });
  key = key || ctx.util.keyFromFile("~/.config/zai/key.json") || keyFromOpenCode(ctx);
  if (!key) {
    ctx.fail.auth("No ZAI_API_KEY found. Create a key at z.ai/manage-apikey/apikey-list and set " +
      "ZAI_API_KEY.");
  }
  return key;
}

// { organization, project } of a team in China, or null for a personal account.
function teamOf(ctx, region) {
  var text = ctx.util.firstText;
  var configured = text(ctx.provider.settings.organizationId);
  if (region !== REGIONS["bigmodel-cn"]) {
    if (configured === null) return null;
    ctx.fail.config("Team accounts exist in the region bigmodel-cn only.",
      "Set region = \"bigmodel-cn\", or remove settings.organizationId.");
  }
  var project = text(ctx.provider.workspaceId);
  if (configured === null && project === null) {
    configured = text(ctx.host.env.get("Z_AI_BIGMODEL_ORGANIZATION"));
    project = text(ctx.host.env.get("Z_AI_BIGMODEL_PROJECT"));
  }
  if (configured === null && project === null) return null;
  if (configured === null || project === null) {
    ctx.fail.config("A Z.ai team needs both the organization and the project id.",
      "Set settings.organizationId and workspaceId, or Z_AI_BIGMODEL_ORGANIZATION and " +
      "Z_AI_BIGMODEL_PROJECT.");
  }
  return { organization: configured, project: project };
}

// ---- Addresses ----

// The https URL in a variable without its last slashes, or null. A key goes to no host of the
// other region.
function override(ctx, name, region, mayBeBare) {
  var url = ctx.util.firstEnv(name);
  if (url === null) return null;
  if (mayBeBare && !url.includes("://")) url = "https://" + url;
  var match = /^https:\/\/([a-z0-9.-]+)(:\d+)?([\/?][^\s#]*)?$/i.exec(url);
  if (match === null) ctx.fail.config(name + " must be an https URL.");
  var host = match[1].toLowerCase().replace(/\.$/, "");
  Object.values(REGIONS).forEach(function (each) {
    if (each !== region && each.host === host) {
      ctx.fail.config(name + " names the host of another region.",
        "Change region in the config, or remove " + name + ".");
    }
  });
  return url.replace(/\/+$/, "");
}

function addresses(ctx, region, team) {
  var base = override(ctx, "Z_AI_API_HOST", region, true) || "https://" + region.host;
  var quota = override(ctx, "Z_AI_QUOTA_URL", region) || base + "/api/monitor/usage/quota/limit";
  var nowMs = Date.parse(ctx.nowIso);
  function time(ms) {
    return encodeURIComponent(new Date(ms).toISOString().slice(0, 19).replace("T", " "));
  }
  return {
    quota: quota + (team ? (quota.includes("?") ? "&" : "?") + "type=2" : ""),
    subscription: base + "/api/biz/subscription/list",
    lastDay: base + "/api/monitor/usage/model-usage?startTime=" + time(nowMs - DAY_MS) +
      "&endTime=" + time(nowMs) + (team ? "&type=3" : ""),
    balance: region.balanceUrl && (override(ctx, "Z_AI_BALANCE_URL", region) || region.balanceUrl)
  };
}

// ---- Requests ----

function request(url, key, team, timeoutMs) {
  var headers = {
    "Authorization": "Bearer " + key,
    "Accept": "application/json",
    "Accept-Language": "en-US,en"
  };
  if (team) {
    headers["Bigmodel-Organization"] = team.organization;
    headers["Bigmodel-Project"] = team.project;
  }
  return { url: url, headers: headers, timeoutMs: timeoutMs };
}

function failWith(ctx, code, message) {
  if (code === 429) ctx.fail.rateLimited(message);
  if (code >= 500 && code <= 599) ctx.fail.network(message);
  ctx.fail.invalid(message);
}

// The service tells most failures inside an answer with status 200.
function checkSuccess(ctx, body) {
  var code = ctx.util.number(body.code);
  var isCodeGood = code === null || code === 0 || code === 200;
  if (body.success === true || (body.success === undefined && isCodeGood)) return;
  var message = ctx.util.firstText(body.msg, body.message) || "code " + ctx.util.text(body.code);
  var hasNoPlan = /coding plan/i.test(message);
  if (code === 401 || code === 1001 || (!hasNoPlan && /token|authorization/i.test(message))) {
    ctx.fail.auth(SAYS.auth);
  }
  if (hasNoPlan) {
    ctx.fail.permission("No active GLM Coding Plan. Subscribe at z.ai/subscribe.");
  }
  failWith(ctx, code, "Z.ai: " + message);
}

function askQuota(ctx, url, key, team) {
  var answer;
  try {
    answer = ctx.util.answerTo(request(url, key, team, 15000), SAYS);
  } catch (error) {
    // A bare host in a variable is not known to be an address, so the host may refuse it.
    if (error.kind !== "permission") throw error;
    ctx.fail.config("Z_AI_API_HOST must be an https URL.", error.message);
  }
  var body = ctx.util.parseBody(ctx.util.checkAnswer(answer, SAYS), SAYS);
  if (!Array.isArray(body)) checkSuccess(ctx, body);
  return body;
}

// What stands under "data" in an answer that only adds something; null when it failed.
function extraData(ctx, answer) {
  var body = answer.status === 200 ? Object(ctx.util.tryParseJson(answer.bodyText)) : {};
  if (body.success !== false && Object(body.data) === body.data) return body.data;
  ctx.host.log.info("an additional request gave nothing (HTTP " + answer.status + ")");
  return null;
}

// Plan name, tokens of the last day and, in China, the balance; what failed is left out.
function askForMore(ctx, urls, key, team) {
  var requests = [
    request(urls.subscription, key, null, 10000),
    request(urls.lastDay, key, team, 15000)
  ];
  if (urls.balance) requests.push(request(urls.balance, key, null, 15000));
  var data = ctx.host.http.requestAll(requests).map(function (answer) {
    return extraData(ctx, answer);
  });
  return { subscriptions: data[0], lastDay: Object(data[1]), balance: Object(data[2]) };
}

// ---- Lines ----

// The list of limits; empty when the account has none.
function limitsOf(ctx, body, team) {
  var data = body.data;
  var limits = [body, data, Object(data).limits, body.limits].find(Array.isArray);
  var isEmpty = Object.keys(Object(data)).length === 0;
  if (limits === undefined && !(isEmpty && body.success === true)) ctx.fail.invalid(SAYS.invalid);
  limits = (limits || []).filter(Boolean);
  if (limits.length === 0 && team) {
    ctx.fail.config("No team usage. Check the organization and project ids.");
  }
  return limits;
}

// Spent of an allowance, which the service calls "usage"; null when nothing tells it.
function spentOf(ctx, limit) {
  var spent = ctx.util.number(limit.currentValue);
  var left = ctx.util.number(limit.remaining);
  if (spent === null && left !== null) spent = ctx.util.number(limit.usage) - left;
  return spent === null ? null : Math.max(0, spent);
}

function percentOf(ctx, limit) {
  var percent = ctx.util.number(limit.percentage);
  var allowance = ctx.util.number(limit.usage);
  var spent = spentOf(ctx, limit);
  if (percent === null && spent !== null && allowance > 0) percent = spent / allowance * 100;
  return percent === null ? null : ctx.util.clamp(percent, 0, 100);
}

// null for a unit that is not known.
function lengthOf(ctx, limit) {
  if (limit.unit === undefined || limit.unit === null) return USUAL_SESSION_MS;
  var unitMs = UNIT_MS[ctx.util.number(limit.unit)];
  var count = limit.number === undefined ? 1 : ctx.util.number(limit.number);
  return unitMs && count > 0 ? unitMs * count : null;
}

function resetOf(ctx, limit) {
  return ctx.util.number(limit.nextResetTime) > 0 ? ctx.util.toIso(limit.nextResetTime) : null;
}

function typeOf(limit) { return limit.type || limit.name; }

function windowLines(ctx, limits) {
  var shortest = {};
  limits.forEach(function (limit) {
    if (typeOf(limit) !== "CREDIT_LIMIT" && typeOf(limit) !== "TOKENS_LIMIT") return;
    var lengthMs = lengthOf(ctx, limit);
    var percent = percentOf(ctx, limit);
    if (lengthMs === null || percent === null) return;
    var label = lengthMs < DAY_MS ? "Session" : "Weekly";
    if (shortest[label] && shortest[label].periodDurationMs <= lengthMs) return;
    shortest[label] = ctx.line.progress({
      label: label, used: percent, resetsAt: resetOf(ctx, limit), periodDurationMs: lengthMs
    });
  });
  return [shortest.Session, shortest.Weekly].filter(Boolean);
}

function searchLines(ctx, limits) {
  var search = limits.find(function (limit) {
    return typeOf(limit) === "TIME_LIMIT" && ctx.util.number(limit.usage) > 0 &&
      spentOf(ctx, limit) !== null;
  });
  if (search === undefined) return [];
  return [ctx.line.progress({
    label: "Web Searches",
    used: spentOf(ctx, search),
    limit: ctx.util.number(search.usage),
    format: { kind: "count", suffix: "searches" },
    resetsAt: resetOf(ctx, search) || ctx.util.nextUtc("month", Date.parse(ctx.nowIso)),
    periodDurationMs: MONTH_MS
  })];
}

function lastDayLines(ctx, lastDay) {
  var total = Object(lastDay.totalUsage);
  var tokens = ctx.util.number(total.totalTokensUsage);
  var calls = ctx.util.number(total.totalModelCallCount);
  if (tokens === null || !(calls > 0)) return [];
  var value = ctx.fmt.compact(tokens) + " tokens · " + calls + " calls";
  return [ctx.line.text({ label: "Last 24h", value: value })];
}

function balanceLines(ctx, balance) {
  var yuan = ctx.util.number(balance.availableBalance);
  if (yuan === null) yuan = ctx.util.number(balance.balance);
  if (yuan === null) return [];
  return [ctx.line.text({ label: "Balance", value: ctx.fmt.usd(yuan).replace("$", "¥") })];
}

function planOf(ctx, subscriptions, body) {
  var list = Array.isArray(subscriptions) ? subscriptions.map(Object) : [];
  var valid = list.filter(function (each) { return each.status === "VALID"; });
  var names = valid.concat(list).map(function (each) { return each.productName; });
  var named = ctx.util.firstText.apply(null, names);
  if (named !== null) return named;
  var fields = [Object(body.data), body].map(function (from) {
    return ctx.util.firstText(
      from.level, from.planName, from.plan, from.plan_type, from.packageName);
  });
  return ctx.fmt.planLabel(fields[0] || fields[1]) || null;
}

function probe(ctx) {
  var region = regionOf(ctx);
  var team = teamOf(ctx, region);
  var key = apiKey(ctx, region);
  var urls = addresses(ctx, region, team);
  var body = askQuota(ctx, urls.quota, key, team);
  var limits = limitsOf(ctx, body, team);
  var more = askForMore(ctx, urls, key, team);
  var lines = windowLines(ctx, limits).concat(searchLines(ctx, limits));
  if (lines.length === 0) {
    lines.push(ctx.line.badge({ label: "Session", text: "No usage data", color: "#a3a3a3" }));
  }
  lines = lines.concat(lastDayLines(ctx, more.lastDay), balanceLines(ctx, more.balance));
  return { plan: planOf(ctx, more.subscriptions, body), source: "api", lines: lines };
}

var __usagestat_plugin = { id: "zai", probe: probe };
