// SPDX-License-Identifier: MIT
// OpenAI's API platform: what an organisation spent, or what is left of prepaid credits.
"use strict";

var API = "https://api.openai.com/v1";
var DAY_MS = 24 * 3600 * 1000;
var LAST_DAYS = 30;
var MOST_PAGES = 100;
var SAYS = {
  auth: "OpenAI API key invalid or expired. Check the key at platform.openai.com.",
  rateLimited: "OpenAI rate limited the usage request. Try again in a minute.",
  status: "OpenAI API error (HTTP <n>).",
  invalid: "Could not parse the OpenAI usage response."
};

// ---- Credentials ----

function openCodeKey(ctx) {
  var found = ctx.util.authEntry("opencode", "openai");
  var entry = Object(found && found.entry);
  return entry.type === "api" ? ctx.util.unquoted(entry.key) : null;
}

function codexKey(ctx) {
  var home = ctx.util.firstEnv("CODEX_HOME") || "~/.codex";
  return ctx.util.unquoted(Object(ctx.util.readJson(home + "/auth.json")).OPENAI_API_KEY);
}

function apiKey(ctx) {
  var key = ctx.util.configuredKey("OPENAI_ADMIN_KEY", "OPENAI_API_KEY", "OPENAI_PLATFORM_API_KEY") ||
    openCodeKey(ctx) || codexKey(ctx);
  if (!key) {
    ctx.fail.auth("OpenAI API key not found. Set OPENAI_ADMIN_KEY (or OPENAI_API_KEY).");
  }
  return key;
}

function projectOf(ctx) {
  return ctx.util.unquoted(ctx.provider.workspaceId) ||
    ctx.util.unquoted(ctx.host.env.get("OPENAI_PROJECT_ID"));
}

// Dollars a month that the user allows himself, or null.
function budgetOf(ctx) {
  var setting = ctx.provider.settings.monthlyBudget;
  if (setting === undefined || setting === null) return null;
  var budget = ctx.util.number(setting);
  if (!(budget > 0)) ctx.fail.config("The setting monthlyBudget must be a number above 0.");
  return budget;
}

// ---- Requests ----

function request(url, key, timeoutMs) {
  var headers = { Authorization: "Bearer " + key, Accept: "application/json" };
  return { url: url, headers: headers, timeoutMs: timeoutMs };
}

// UTC midnights: of today, of the first of the month, and the first that is asked for.
function days(ctx, budget) {
  var nowMs = Date.parse(ctx.nowIso);
  var today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  var now = new Date(nowMs);
  var month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  var first = today - (LAST_DAYS - 1) * DAY_MS;
  return { today: today, month: month, first: budget === null ? first : Math.min(first, month) };
}

function reportUrl(path, group, days, project) {
  return API + "/organization/" + path + "?start_time=" + days.first / 1000 +
    "&end_time=" + (days.today + DAY_MS) / 1000 + "&bucket_width=1d&limit=31&group_by=" + group +
    (project === null ? "" : "&project_ids=" + encodeURIComponent(project));
}

// Every day of a report, whose first page is at hand; see readBucket().
function bucketsOf(ctx, answer, url, key) {
  var buckets = [];
  var cursors = [];
  for (;;) {
    var page = ctx.util.parseBody(ctx.util.checkAnswer(answer, SAYS), SAYS);
    if (!Array.isArray(page.data)) ctx.fail.invalid(SAYS.invalid);
    buckets = buckets.concat(page.data.map(function (bucket) { return readBucket(ctx, bucket); }));
    if (page.has_more !== true) return buckets;
    var cursor = ctx.util.firstText(page.next_page);
    if (cursor === null || cursors.includes(cursor) || cursors.length + 1 >= MOST_PAGES) {
      ctx.fail.invalid(SAYS.invalid, "The pages of the report do not end.");
    }
    cursors.push(cursor);
    answer = ctx.util.answerTo(request(url + "&page=" + encodeURIComponent(cursor), key, 20000), SAYS);
  }
}

// { startMs, results, cost, tokens, requests }: the last three are sums over the results.
function readBucket(ctx, bucket) {
  var results = Object(bucket).results;
  var read = {
    startMs: ctx.util.number(Object(bucket).start_time) * 1000,
    results: (Array.isArray(results) ? results : []).map(Object),
    cost: 0, tokens: 0, requests: 0
  };
  read.results.forEach(function (result) {
    read.cost += ctx.util.number(Object(result.amount).value) || 0;
    read.tokens += tokensOf(ctx, result);
    read.requests += ctx.util.number(result.num_model_requests) || 0;
  });
  return read;
}

// What only adds something counts as absent when it cannot be had.
function optionalBuckets(ctx, answer, url, key) {
  try {
    return bucketsOf(ctx, answer, url, key);
  } catch (error) {
    ctx.host.log.info("completions: " + error.message);
    return null;
  }
}

// ---- An organisation's usage ----

// `name` is one of the sums of a bucket.
function sumSince(buckets, sinceMs, name) {
  return buckets.reduce(function (sum, bucket) {
    return bucket.startMs >= sinceMs ? sum + bucket[name] : sum;
  }, 0);
}

// Cached input is part of the input.
function tokensOf(ctx, result) {
  return [
    result.input_tokens, result.output_tokens, result.input_audio_tokens, result.output_audio_tokens
  ].reduce(function (sum, count) { return sum + (ctx.util.number(count) || 0); }, 0);
}

function spendLine(ctx, label, usage, sinceMs) {
  var value = ctx.fmt.usd(sumSince(usage.costs, sinceMs, "cost"));
  if (usage.completions !== null) {
    var tokens = sumSince(usage.completions, sinceMs, "tokens");
    var requests = sumSince(usage.completions, sinceMs, "requests");
    value += " · " + ctx.fmt.compact(tokens) + " tokens · " + ctx.fmt.compact(requests) + " requests";
  }
  return ctx.line.text({ label: label, value: value });
}

function topModelLines(ctx, usage, sinceMs) {
  var totals = [];
  var byModel = {};
  (usage.completions || []).forEach(function (bucket) {
    if (!(bucket.startMs >= sinceMs)) return;
    bucket.results.forEach(function (result) {
      var model = ctx.util.firstText(result.model);
      if (model === null) return;
      var total = byModel["model " + model];
      if (!total) totals.push(total = byModel["model " + model] = { model: model, tokens: 0 });
      total.tokens += tokensOf(ctx, result);
    });
  });
  var top = totals.reduce(function (best, each) {
    return each.tokens > best.tokens ? each : best;
  }, { model: null, tokens: 0 });
  return top.model === null ? [] : [ctx.line.text({ label: "Top model", value: top.model })];
}

function budgetLines(ctx, usage, days, budget) {
  if (budget === null) return [];
  return [ctx.line.progress({
    label: "Budget",
    used: sumSince(usage.costs, days.month, "cost"),
    limit: budget,
    format: { kind: "dollars" },
    resetsAt: ctx.util.nextUtc("month", days.today)
  })];
}

function organizationResult(ctx, usage, days, project, budget) {
  var month = days.today - (LAST_DAYS - 1) * DAY_MS;
  return {
    plan: project === null ? "Admin" : "Project " + project,
    source: "api",
    lines: budgetLines(ctx, usage, days, budget).concat([
      spendLine(ctx, "Today", usage, days.today),
      spendLine(ctx, "Last 7 Days", usage, days.today - 6 * DAY_MS),
      spendLine(ctx, "Last 30 Days", usage, month)
    ], topModelLines(ctx, usage, month))
  };
}

// ---- Credit grants ----

// The next one to expire of those that have not yet.
function nextExpiry(ctx, grants) {
  var list = Object(grants).data;
  var times = (Array.isArray(list) ? list : []).map(function (grant) {
    return ctx.util.number(Object(grant).expires_at) * 1000;
  }).filter(function (time) { return time > Date.parse(ctx.nowIso); });
  return times.length ? ctx.util.toIso(new Date(Math.min.apply(null, times))) : null;
}

function creditsResult(ctx, answer) {
  var credits = ctx.util.parseBody(answer, SAYS);
  var granted = ctx.util.number(credits.total_granted);
  var used = ctx.util.number(credits.total_used);
  if (granted === null || used === null) ctx.fail.invalid(SAYS.invalid);
  var available = ctx.util.number(credits.total_available);
  if (available === null) available = Math.max(0, granted - used);
  var percent = granted > 0 ? used / granted * 100 : available > 0 ? 0 : 100;
  return {
    source: "api",
    lines: [
      ctx.line.progress({
        label: "Credits",
        used: ctx.util.clamp(percent, 0, 100),
        resetsAt: nextExpiry(ctx, credits.grants)
      }),
      ctx.line.text({ label: "Available", value: ctx.fmt.usd(available) })
    ]
  };
}

// A key that was refused the organisation's costs may still see the credits of an older account.
function askCredits(ctx, key, refusal) {
  var answer = ctx.util.answerTo(request(API + "/dashboard/billing/credit_grants", key, 15000), SAYS);
  if (ctx.util.isAuthStatus(answer.status)) failRefused(ctx, [refusal, answer.status]);
  return creditsResult(ctx, ctx.util.checkAnswer(answer, SAYS));
}

function failRefused(ctx, statuses) {
  function isUnknown(status) { return status === 401; }
  if (statuses.every(isUnknown)) ctx.fail.auth(SAYS.auth);
  ctx.fail.permission("This OpenAI key cannot read billing. Create an admin key at " +
    "platform.openai.com/settings/organization/admin-keys and set OPENAI_ADMIN_KEY.");
}

function probe(ctx) {
  var budget = budgetOf(ctx);
  var key = apiKey(ctx);
  var project = projectOf(ctx);
  var range = days(ctx, budget);
  var costsUrl = reportUrl("costs", "line_item", range, project);
  var completionsUrl = reportUrl("usage/completions", "model", range, project);
  var answers = ctx.host.http.requestAll([
    request(costsUrl, key, 20000), request(completionsUrl, key, 20000)
  ]);
  var status = answers[0].status;
  if (ctx.util.isAuthStatus(status)) {
    if (project !== null) failRefused(ctx, [status]);
    return askCredits(ctx, key, status);
  }
  var usage = {
    costs: bucketsOf(ctx, answers[0], costsUrl, key),
    completions: optionalBuckets(ctx, answers[1], completionsUrl, key)
  };
  return organizationResult(ctx, usage, range, project, budget);
}

var __usagestat_plugin = { id: "openai-api", probe: probe };
