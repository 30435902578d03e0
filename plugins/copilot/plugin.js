// SPDX-License-Identifier: MIT
// GitHub Copilot: the month's premium requests, or chat and completion counts on the free plan.
"use strict";

var MONTH_MS = 30 * 24 * 3600 * 1000;
var GREY = "#a3a3a3";
var KEYRING_PREFIX = "go-keyring-base64:";

// The modes that may use a source, in the order that "auto" tries them. `read` returns candidates
// { token, user }; it is called only when no earlier source gave a working token.
var SOURCES = [
  { source: "oauth", read: configuredTokens },
  // These two often hold narrow CI tokens: one that sees no Copilot says nothing about the account.
  { source: "oauth", read: environmentTokens, mayLackAccess: true },
  { source: "local", read: openCodeTokens },
  { source: "local", read: editorTokens },
  { source: "local", read: ghFileTokens },
  { source: "local", read: keychainTokens },
  { source: "cli", read: ghCommandTokens }
];

// ---- Which GitHub ------------------------------------------------------------------------------

function wantedHost(ctx) {
  var setting = ctx.util.firstText(ctx.provider.settings.enterpriseHost);
  if (setting === null) return "github.com";
  var host = setting.toLowerCase().replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  if (!/^[a-z0-9.-]+(:[0-9]+)?$/.test(host)) {
    ctx.fail.config("The setting enterpriseHost must be a host name such as octocorp.ghe.com.");
  }
  return host.replace(/^api\./, "");
}

// GitHub itself runs github.com and *.ghe.com. A token that is not labelled with a host goes there
// and never to a company's own server.
function isRunByGitHub(host) {
  return host === "github.com" || host.endsWith(".ghe.com");
}

// Scheme and host of an absolute URL.
function originOf(url) {
  var match = /^[a-z]+:\/\/[^\/?#]+/i.exec(url);
  return match ? match[0] : url;
}

function usageUrl(ctx, host) {
  return ctx.host.env.get("COPILOT_USAGE_URL") || "https://api." + host + "/copilot_internal/user";
}

// ---- Credentials -------------------------------------------------------------------------------

function candidates(tokens, user) {
  var found = [];
  tokens.forEach(function (token) {
    if (typeof token === "string" && token.trim() !== "") {
      found.push({ token: token.trim(), user: user || null });
    }
  });
  return found;
}

function configuredTokens(ctx) {
  return candidates([ctx.provider.apiKey, ctx.host.env.get("COPILOT_API_TOKEN")]);
}

function environmentTokens(ctx, host) {
  if (!isRunByGitHub(host)) return [];
  return candidates([ctx.host.env.get("GITHUB_TOKEN"), ctx.host.env.get("GH_TOKEN")]);
}

function openCodeTokens(ctx, host) {
  var found = ctx.util.authEntry("opencode", "github-copilot");
  var entry = found && found.entry;
  if (!entry || !isRunByGitHub(host)) return [];
  return candidates([ctx.util.firstText(entry.access, entry.refresh)]);
}

function localAppData(ctx) {
  return ctx.host.env.get("LOCALAPPDATA") || "~/AppData/Local";
}

function editorDirectories(ctx) {
  if (ctx.app.platform === "windows") return [localAppData(ctx) + "/github-copilot"];
  var directories = [ctx.util.configHome() + "/github-copilot"];
  if (ctx.app.platform === "macos") {
    directories.push("~/Library/Application Support/github-copilot");
  }
  return directories;
}

// Entries of apps.json ("github.com:<application>") and hosts.json ("github.com") for one host.
function editorEntries(ctx, host) {
  var entries = [];
  editorDirectories(ctx).forEach(function (directory) {
    ["apps.json", "hosts.json"].forEach(function (name) {
      var document = ctx.util.readJson(directory + "/" + name);
      if (document === null || typeof document !== "object") return;
      Object.keys(document).forEach(function (key) {
        var entry = document[key];
        if ((key === host || key.startsWith(host + ":")) && entry) entries.push(entry);
      });
    });
  });
  return entries;
}

function editorTokens(ctx, host) {
  return editorEntries(ctx, host).reduce(function (found, entry) {
    return found.concat(candidates([entry.oauth_token], ctx.util.firstText(entry.user)));
  }, []);
}

function ghConfigFile(ctx) {
  var own = ctx.host.env.get("GH_CONFIG_DIR");
  if (own) return own + "/hosts.yml";
  if (ctx.app.platform === "windows") {
    return (ctx.host.env.get("APPDATA") || "~/AppData/Roaming") + "/GitHub CLI/hosts.yml";
  }
  var byConvention = ctx.util.configHome() + "/gh/hosts.yml";
  return ctx.host.fs.exists(byConvention) ? byConvention : "~/.config/gh/hosts.yml";
}

// The direct children of one top-level block of gh's hosts.yml, as { key: text }.
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
      childIndent = null;
    } else if (inside) {
      if (childIndent === null) childIndent = indent;
      if (indent === childIndent) fields[match[2]] = match[3].trim();
    }
  });
  return fields;
}

function ghFileEntry(ctx, host) {
  var text = ctx.util.readTrimmed(ghConfigFile(ctx));
  return text === null ? {} : yamlBlock(text, host);
}

function ghFileTokens(ctx, host) {
  var entry = ghFileEntry(ctx, host);
  return candidates([entry.oauth_token], entry.user);
}

// A locked or missing keychain is the same as an empty one: other sources may still have a token.
function keychainToken(ctx, service, account) {
  var value;
  try {
    value = ctx.host.keychain.read(service, account);
  } catch (error) {
    ctx.host.log.info("keychain item " + service + ": " + error.message);
    return null;
  }
  if (value === null || !value.startsWith(KEYRING_PREFIX)) return value;
  return ctx.base64.decodeUtf8(value.slice(KEYRING_PREFIX.length));
}

function knownUser(ctx, host) {
  var users = editorEntries(ctx, host).map(function (entry) { return entry.user; });
  return ctx.util.firstText.apply(null, [ghFileEntry(ctx, host).user].concat(users));
}

function keychainTokens(ctx, host) {
  var user = knownUser(ctx, host);
  var copilotAccount = user === null ? undefined : "https://" + host + ":" + user;
  var tokens = [keychainToken(ctx, "gh:" + host)];
  if (copilotAccount || host === "github.com") {
    tokens.push(keychainToken(ctx, "copilot-cli", copilotAccount));
  }
  return candidates(tokens, user);
}

function ghCommandTokens(ctx, host) {
  var args = ["auth", "token", "--hostname", host];
  try {
    var done = ctx.host.command.run({ program: "gh", args: args, timeoutMs: 10000 });
    return done.status === 0 ? candidates([done.stdout]) : [];
  } catch (error) {
    ctx.host.log.info("gh auth token: " + error.message);
    return [];
  }
}

// ---- Requests ----------------------------------------------------------------------------------

function requestUsage(ctx, url, token) {
  try {
    return ctx.util.request({
      url: url,
      headers: {
        Authorization: "token " + token,
        Accept: "application/json",
        "Editor-Version": "vscode/1.96.2",
        "Editor-Plugin-Version": "copilot-chat/0.26.7",
        "User-Agent": "GitHubCopilotChat/0.26.7",
        "X-Github-Api-Version": "2025-04-01"
      },
      timeoutMs: 10000
    });
  } catch (error) {
    if (error.kind !== "network" && error.kind !== "timeout") throw error;
    ctx.fail.network("Usage request failed. Check your connection.", error.message);
  }
}

// Tries source after source. Returns { response, token, user, source }; response is the last one
// and response is null when no source had a token.
function firstAnswer(ctx, host) {
  var url = usageUrl(ctx, host);
  var mode = ctx.sourceMode === "api" ? "oauth" : ctx.sourceMode;
  var tried = {};
  var last = { response: null };
  SOURCES.some(function (source) {
    if (mode !== "auto" && mode !== source.source) return false;
    return source.read(ctx, host).some(function (candidate) {
      if (tried[candidate.token]) return false;
      tried[candidate.token] = true;
      last = {
        response: requestUsage(ctx, url, candidate.token),
        token: candidate.token, user: candidate.user, source: source.source, url: url
      };
      var status = last.response.status;
      return !ctx.util.isAuthStatus(status) && !(status === 404 && source.mayLackAccess);
    });
  });
  return last;
}

// The parsed body, or the sentence that says why there is none.
function usageOf(ctx, response) {
  if (response === null) ctx.fail.auth("Not logged in. Run `gh auth login` first.");
  var status = response.status;
  if (ctx.util.isAuthStatus(status)) {
    ctx.fail.auth("Token invalid. Run `gh auth login` to re-authenticate.");
  }
  if (status === 404) ctx.fail.permission("No Copilot access for this GitHub account.");
  var failed = "Usage request failed (HTTP " + status + "). Try again later.";
  if (status === 429) ctx.fail.rateLimited(failed);
  if (status < 200 || status > 299) ctx.fail.network(failed);
  var usage = ctx.util.tryParseJson(response.bodyText);
  if (usage === null || typeof usage !== "object" || Array.isArray(usage)) {
    ctx.fail.invalid("Usage response invalid. Try again later.");
  }
  return usage;
}

// A GitHub REST answer as an array or object, or null: members often may not see billing.
function gitHubJson(ctx, answer, path) {
  try {
    var reply = ctx.util.requestJson({
      url: originOf(answer.url) + path,
      headers: {
        Authorization: "token " + answer.token,
        Accept: "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": "usagestat/" + ctx.app.version
      },
      timeoutMs: 15000
    });
    return reply.resp.status === 200 ? reply.json : null;
  } catch (error) {
    ctx.host.log.info(path + ": " + error.message);
    return null;
  }
}

// Credits and dollars of the first organisation that bills Copilot by usage, or null.
function organizationBill(ctx, answer) {
  var organizations = gitHubJson(ctx, answer, "/user/orgs?per_page=100");
  if (!Array.isArray(organizations)) return null;
  var bill = null;
  organizations.some(function (organization) {
    if (!organization || !organization.login) return false;
    var path = "/orgs/" + encodeURIComponent(organization.login) + "/settings/billing/usage/summary";
    bill = copilotBill(ctx, gitHubJson(ctx, answer, path));
    return bill !== null;
  });
  return bill;
}

function copilotBill(ctx, summary) {
  var items = summary && Array.isArray(summary.usageItems) ? summary.usageItems : [];
  var rows = items.filter(function (item) {
    if (!item || String(item.product).toLowerCase() !== "copilot") return false;
    return item.unitType === "ai-units" || item.unitType === "ai-credits";
  });
  if (rows.length === 0) return null;
  return rows.reduce(function (sum, row) {
    sum.credits += ctx.util.number(row.grossQuantity) || 0;
    sum.dollars += ctx.util.number(row.netAmount) || 0;
    return sum;
  }, { credits: 0, dollars: 0 });
}

// ---- Lines -------------------------------------------------------------------------------------

function percentLine(ctx, usage, label, usedPercent) {
  var toIso = ctx.util.toIso;
  return ctx.line.progress({
    label: label,
    used: ctx.util.round(ctx.util.clamp(usedPercent, 0, 100), 1),
    limit: 100,
    format: { kind: "percent" },
    resetsAt: toIso(usage.quota_reset_date_utc) || toIso(usage.quota_reset_date) ||
      toIso(usage.limited_user_reset_date),
    periodDurationMs: MONTH_MS
  });
}

// Percent used of a snapshot, or null when it has no limit of its own or cannot be computed.
function usedPercent(ctx, snapshot) {
  if (!snapshot || snapshot.unlimited === true) return null;
  var entitlement = ctx.util.number(snapshot.entitlement);
  if (entitlement === -1 || entitlement === 0) return null;
  var percentRemaining = ctx.util.number(snapshot.percent_remaining);
  if (percentRemaining !== null) return 100 - percentRemaining;
  var remaining = ctx.util.number(snapshot.remaining);
  if (entitlement === null || remaining === null) return null;
  return 100 - remaining / entitlement * 100;
}

function snapshotLines(ctx, usage) {
  var snapshots = usage.quota_snapshots || {};
  var lines = [];
  [["Premium", "premium_interactions"], ["Chat", "chat"], ["Completions", "completions"]].forEach(
    function (row) {
      var percent = usedPercent(ctx, snapshots[row[1]]);
      if (percent !== null) lines.push(percentLine(ctx, usage, row[0], percent));
    });
  return lines;
}

// The free plan's older form: what is left, beside monthly totals.
function freePlanLines(ctx, usage) {
  var left = usage.limited_user_quotas || {};
  var totals = usage.monthly_quotas || {};
  var lines = [];
  [["Chat", "chat"], ["Completions", "completions"]].forEach(function (row) {
    var total = ctx.util.number(totals[row[1]]);
    var remaining = ctx.util.number(left[row[1]]);
    if (total === null || remaining === null || total <= 0) return;
    lines.push(percentLine(ctx, usage, row[0], (total - remaining) / total * 100));
  });
  return lines;
}

function extraUsageLine(ctx, usage) {
  var premium = (usage.quota_snapshots || {}).premium_interactions;
  if (premium.overage_permitted !== true) return null;
  var count = ctx.util.number(premium.overage_count);
  if (count === null) count = Math.max(0, -(ctx.util.number(premium.remaining) || 0));
  return ctx.line.text({ label: "Extra usage", value: count + " requests" });
}

function personalCredits(ctx, usage) {
  var snapshots = usage.quota_snapshots || {};
  var used = null;
  ["premium_interactions", "chat", "completions"].some(function (name) {
    used = snapshots[name] ? ctx.util.number(snapshots[name].credits_used) : null;
    return used !== null && used > 0;
  });
  return used;
}

function organizationLines(ctx, usage, answer) {
  var lines = [];
  var credits = personalCredits(ctx, usage);
  if (credits !== null && credits > 0) {
    lines.push(ctx.line.text({ label: "Credits", value: credits + " credits" }));
  }
  var bill = organizationBill(ctx, answer);
  if (bill !== null) {
    var amount = ctx.util.round(bill.credits, 2) + " credits · " + ctx.fmt.usd(bill.dollars);
    lines.push(ctx.line.text({ label: "Organization", value: amount }));
  }
  return lines.length ? lines : [statusBadge(ctx, "Managed by organization")];
}

function statusBadge(ctx, text) {
  return ctx.line.badge({ label: "Status", text: text, color: GREY });
}

function linesOf(ctx, usage, answer) {
  var lines = snapshotLines(ctx, usage);
  if (lines.length === 0) lines = freePlanLines(ctx, usage);
  if (lines.length && lines[0].label === "Premium") {
    var extra = extraUsageLine(ctx, usage);
    return extra === null ? lines : lines.concat(extra);
  }
  if (lines.length) return lines;
  if (usage.token_based_billing === true) return organizationLines(ctx, usage, answer);
  return [statusBadge(ctx, "No usage data")];
}

function probe(ctx) {
  var answer = firstAnswer(ctx, wantedHost(ctx));
  var usage = usageOf(ctx, answer.response);
  return {
    plan: ctx.fmt.planLabel(usage.copilot_plan) || null,
    account: ctx.util.firstText(usage.login, answer.user),
    source: answer.source,
    lines: linesOf(ctx, usage, answer)
  };
}

var __usagestat_plugin = { id: "copilot", probe: probe };
