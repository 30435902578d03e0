// SPDX-License-Identifier: MIT
// GitHub Copilot: the month's premium requests, or chat and completion counts on the free plan.
"use strict";

var MONTH_MS = 30 * 24 * 3600 * 1000;
var KEYRING_PREFIX = "go-keyring-base64:";
var USAGE_HEADERS = {
  Accept: "application/json",
  "Editor-Version": "vscode/1.96.2",
  "Editor-Plugin-Version": "copilot-chat/0.26.7",
  "User-Agent": "GitHubCopilotChat/0.26.7",
  "X-Github-Api-Version": "2025-04-01"
};
var BILLING_HEADERS = {
  Accept: "application/vnd.github+json",
  "User-Agent": "usagestat",
  "X-GitHub-Api-Version": "2022-11-28"
};
var LABELS = { premium_interactions: "Premium", chat: "Chat", completions: "Completions" };

// In the order that "auto" tries them; a mode restricts them to its own. `read` gives candidates
// { token, user }, blank ones included, and is not called once an earlier token has worked.
var SOURCES = [
  { mode: "oauth", read: configuredTokens },
  // Often narrow CI tokens, which see no Copilot even where the account has it.
  { mode: "oauth", read: environmentTokens, mayLackAccess: true },
  { mode: "local", read: openCodeTokens },
  { mode: "local", read: editorTokens },
  { mode: "local", read: ghFileTokens },
  { mode: "local", read: keychainTokens },
  { mode: "cli", read: ghCommandTokens }
];

function wantedHost(ctx) {
  var setting = ctx.util.firstText(ctx.provider.settings.enterpriseHost);
  if (setting === null) return "github.com";
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(setting)) {
    ctx.fail.config("The setting enterpriseHost must be a host name such as octocorp.ghe.com.");
  }
  return setting.toLowerCase();
}

// GitHub itself runs github.com and *.ghe.com. A token that names no host may go there, but never
// to a company's own server.
function isRunByGitHub(host) {
  return host === "github.com" || host.endsWith(".ghe.com");
}

function usageUrl(ctx, host) {
  return ctx.host.env.get("COPILOT_USAGE_URL") || "https://api." + host + "/copilot_internal/user";
}

function configuredTokens(ctx) {
  return [{ token: ctx.provider.apiKey }, { token: ctx.host.env.get("COPILOT_API_TOKEN") }];
}

function environmentTokens(ctx, host) {
  if (!isRunByGitHub(host)) return [];
  return [{ token: ctx.host.env.get("GITHUB_TOKEN") }, { token: ctx.host.env.get("GH_TOKEN") }];
}

function openCodeTokens(ctx, host) {
  var found = ctx.util.authEntry("opencode", "github-copilot");
  if (found === null || !found.entry || !isRunByGitHub(host)) return [];
  return [{ token: ctx.util.firstText(found.entry.access, found.entry.refresh) }];
}

function editorDirectories(ctx) {
  if (ctx.app.platform === "windows") {
    return [(ctx.host.env.get("LOCALAPPDATA") || "~/AppData/Local") + "/github-copilot"];
  }
  var byConvention = ctx.util.configHome() + "/github-copilot";
  if (ctx.app.platform !== "macos") return [byConvention];
  return [byConvention, "~/Library/Application Support/github-copilot"];
}

// What apps.json ("github.com:<application>") and hosts.json ("github.com") hold for one host.
function editorEntries(ctx, host) {
  var entries = [];
  editorDirectories(ctx).forEach(function (directory) {
    ["apps.json", "hosts.json"].forEach(function (name) {
      var document = ctx.util.readJson(directory + "/" + name);
      Object.keys(Object(document)).forEach(function (key) {
        if (key === host || key.startsWith(host + ":")) entries.push(Object(document[key]));
      });
    });
  });
  return entries;
}

function candidate(entry) {
  return { token: entry.oauth_token, user: entry.user };
}

function editorTokens(ctx, host) {
  return editorEntries(ctx, host).map(candidate);
}

function ghHostsFile(ctx) {
  var directory = ctx.host.env.get("GH_CONFIG_DIR");
  if (directory === null && ctx.app.platform === "windows") {
    directory = (ctx.host.env.get("APPDATA") || "~/AppData/Roaming") + "/GitHub CLI";
  }
  return (directory || ctx.util.configHome() + "/gh") + "/hosts.yml";
}

// The direct children of one top-level block of a simple YAML text, as { key: text }.
function yamlBlock(text, wanted) {
  var fields = {};
  var inside = false;
  var childIndent = null;
  text.split(/\r?\n/).forEach(function (line) {
    var match = /^( *)["']?([^"'\s#:]+)["']?:\s*["']?([^"'#]*)/.exec(line);
    if (!match) return;
    var indent = match[1].length;
    if (indent === 0) {
      inside = match[2] === wanted;
    } else if (inside) {
      if (childIndent === null) childIndent = indent;
      if (indent === childIndent) fields[match[2]] = match[3].trim();
    }
  });
  return fields;
}

function ghEntry(ctx, host) {
  return yamlBlock(ctx.util.readTrimmed(ghHostsFile(ctx)) || "", host);
}

function ghFileTokens(ctx, host) {
  return [candidate(ghEntry(ctx, host))];
}

// null also for a keychain that is locked or missing: another source may still have a token.
function keychainToken(ctx, service, account) {
  try {
    var value = ctx.host.keychain.read(service, account);
    if (value === null || !value.startsWith(KEYRING_PREFIX)) return value;
    return ctx.base64.decodeUtf8(value.slice(KEYRING_PREFIX.length).trim());
  } catch (error) {
    ctx.host.log.info("keychain item " + service + ": " + error.message);
    return null;
  }
}

function keychainTokens(ctx, host) {
  var entries = [ghEntry(ctx, host)].concat(editorEntries(ctx, host));
  var user = ctx.util.firstText.apply(null, entries.map(function (entry) { return entry.user; }));
  var tokens = [keychainToken(ctx, "gh:" + host)];
  if (user !== null) {
    tokens.push(keychainToken(ctx, "copilot-cli", "https://" + host + ":" + user));
  } else if (isRunByGitHub(host)) {
    tokens.push(keychainToken(ctx, "copilot-cli"));
  }
  return tokens.map(function (token) { return { token: token, user: user }; });
}

function ghCommandTokens(ctx, host) {
  var args = ["auth", "token", "--hostname", host];
  try {
    var done = ctx.host.command.run({ program: "gh", args: args, timeoutMs: 10000 });
    return done.status === 0 ? [{ token: done.stdout }] : [];
  } catch (error) {
    ctx.host.log.info("gh auth token: " + error.message);
    return [];
  }
}

function requestUsage(ctx, url, token) {
  var headers = Object.assign({ Authorization: "token " + token }, USAGE_HEADERS);
  return ctx.util.answerTo({ url: url, headers: headers, timeoutMs: 10000 });
}

// The answer to the first token that is not refused, else to the last one that was:
// { response, token, user, source }. response is null when there is no token at all.
function firstAnswer(ctx, host) {
  var mode = ctx.sourceMode === "api" ? "oauth" : ctx.sourceMode;
  var tried = [];
  var last = { response: null };
  SOURCES.some(function (source) {
    if (mode !== "auto" && mode !== source.mode) return false;
    return source.read(ctx, host).some(function (found) {
      var token = ctx.util.firstText(found.token);
      if (token === null || tried.includes(token)) return false;
      tried.push(token);
      var response = requestUsage(ctx, usageUrl(ctx, host), token);
      last = { response: response, token: token, user: found.user, source: source.mode };
      var lacksAccess = response.status === 404 && source.mayLackAccess;
      return !ctx.util.isAuthStatus(response.status) && !lacksAccess;
    });
  });
  return last;
}

function parseUsage(ctx, answer) {
  if (answer === null) ctx.fail.auth("Not logged in. Run `gh auth login` first.");
  if (answer.status === 404) ctx.fail.permission("No Copilot access for this GitHub account.");
  var says = { auth: "Token invalid. Run `gh auth login` to re-authenticate." };
  var usage = ctx.util.parseBody(ctx.util.checkAnswer(answer, says));
  if (Array.isArray(usage)) ctx.fail.invalid("Usage response invalid. Try again later.");
  return usage;
}

// A GitHub REST answer, or null: members of an organisation usually may not see its bill.
function gitHubJson(ctx, url, token) {
  try {
    var headers = Object.assign({ Authorization: "token " + token }, BILLING_HEADERS);
    var reply = ctx.util.requestJson({ url: url, headers: headers, timeoutMs: 15000 });
    return reply.resp.status === 200 ? reply.json : null;
  } catch (error) {
    ctx.host.log.info("billing: " + error.message);
    return null;
  }
}

// "812.5 credits · $3.10" of the first organisation that bills Copilot by usage, or null.
function organizationBill(ctx, host, token) {
  var origin = /^[a-z]+:\/\/[^\/?#]*/i.exec(usageUrl(ctx, host))[0];
  var organizations = gitHubJson(ctx, origin + "/user/orgs?per_page=100", token);
  var bill = null;
  (Array.isArray(organizations) ? organizations : []).some(function (organization) {
    var login = ctx.util.firstText(Object(organization).login);
    if (login === null) return false;
    var path = "/orgs/" + encodeURIComponent(login) + "/settings/billing/usage/summary";
    bill = billText(ctx, gitHubJson(ctx, origin + path, token));
    return bill !== null;
  });
  return bill;
}

function billText(ctx, summary) {
  var items = Object(summary).usageItems;
  var rows = (Array.isArray(items) ? items : []).filter(function (item) {
    return item && /^copilot$/i.test(ctx.util.text(item.product)) &&
      /^ai-(units|credits)$/.test(ctx.util.text(item.unitType));
  });
  function total(field) {
    return rows.reduce(function (sum, row) { return sum + ctx.util.number(row[field]); }, 0);
  }
  if (rows.length === 0) return null;
  var credits = ctx.util.round(total("grossQuantity"), 2);
  return credits + " credits · " + ctx.fmt.usd(total("netAmount"));
}

// percentOf(name) is the percentage used, or null for no line.
function percentLines(ctx, usage, names, percentOf) {
  var toIso = ctx.util.toIso;
  var resetsAt = toIso(usage.quota_reset_date_utc) || toIso(usage.quota_reset_date) ||
    toIso(usage.limited_user_reset_date);
  return names.filter(function (name) { return percentOf(name) !== null; }).map(function (name) {
    return ctx.line.progress({
      label: LABELS[name],
      used: ctx.util.round(ctx.util.clamp(percentOf(name), 0, 100), 1),
      limit: 100,
      format: { kind: "percent" },
      resetsAt: resetsAt,
      periodDurationMs: MONTH_MS
    });
  });
}

// null for a snapshot without a limit of its own (unlimited or a placeholder).
function snapshotPercent(ctx, snapshot) {
  if (!snapshot || snapshot.unlimited === true) return null;
  var entitlement = ctx.util.number(snapshot.entitlement);
  if (entitlement === -1 || entitlement === 0) return null;
  var percentRemaining = ctx.util.number(snapshot.percent_remaining);
  if (percentRemaining !== null) return 100 - percentRemaining;
  var remaining = ctx.util.number(snapshot.remaining);
  if (entitlement === null || remaining === null) return null;
  return 100 - remaining / entitlement * 100;
}

// The free plan's older form says what is left of monthly totals.
function freePlanPercent(ctx, usage, name) {
  var total = ctx.util.number(Object(usage.monthly_quotas)[name]);
  var left = ctx.util.number(Object(usage.limited_user_quotas)[name]);
  return total > 0 && left !== null ? (total - left) / total * 100 : null;
}

function extraUsageLines(ctx, premium) {
  if (premium.overage_permitted !== true) return [];
  var count = ctx.util.number(premium.overage_count);
  if (count === null) count = Math.max(0, -ctx.util.number(premium.remaining));
  return [ctx.line.text({ label: "Extra usage", value: count + " requests" })];
}

function quotaLines(ctx, usage) {
  var snapshots = Object(usage.quota_snapshots);
  var lines = percentLines(ctx, usage, Object.keys(LABELS), function (name) {
    return snapshotPercent(ctx, snapshots[name]);
  });
  if (lines.length && lines[0].label === LABELS.premium_interactions) {
    return lines.concat(extraUsageLines(ctx, snapshots.premium_interactions));
  }
  if (lines.length) return lines;
  return percentLines(ctx, usage, ["chat", "completions"], function (name) {
    return freePlanPercent(ctx, usage, name);
  });
}

// A seat whose use the organisation pays for: what GitHub tells about it.
function organizationLines(ctx, usage, host, token) {
  var snapshots = Object(usage.quota_snapshots);
  var credits = ctx.util.number(Object(snapshots.premium_interactions).credits_used);
  var bill = organizationBill(ctx, host, token);
  var lines = [];
  if (credits > 0) lines.push(ctx.line.text({ label: "Credits", value: credits + " credits" }));
  if (bill !== null) lines.push(ctx.line.text({ label: "Organization", value: bill }));
  return lines;
}

function usageLines(ctx, usage, host, token) {
  var managed = usage.token_based_billing === true;
  var lines = quotaLines(ctx, usage);
  if (lines.length === 0 && managed) lines = organizationLines(ctx, usage, host, token);
  if (lines.length) return lines;
  var text = managed ? "Managed by organization" : "No usage data";
  return [ctx.line.badge({ label: "Status", text: text, color: "#a3a3a3" })];
}

function probe(ctx) {
  var host = wantedHost(ctx);
  var answer = firstAnswer(ctx, host);
  var usage = parseUsage(ctx, answer.response);
  return {
    plan: ctx.fmt.planLabel(usage.copilot_plan) || null,
    account: ctx.util.firstText(usage.login, answer.user),
    source: answer.source,
    lines: usageLines(ctx, usage, host, answer.token)
  };
}

var __usagestat_plugin = { id: "copilot", probe: probe };
