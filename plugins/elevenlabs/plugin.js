// SPDX-License-Identifier: MIT
// ElevenLabs: characters used of the subscription's period, and its voice slots.
"use strict";

var DEFAULT_BASE = "https://api.elevenlabs.io";
var LOCAL_HTTP =
  /^http:\/\/(localhost|(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+|\[::1\])(:\d+)?(\/|$)/i;

// Trimmed and without one pair of quotes, as it may come from a shell file; null when blank.
function unquoted(ctx, text) {
  var trimmed = ctx.util.firstText(text);
  var match = trimmed === null ? null : /^(["'])(.*)\1$/.exec(trimmed);
  return match ? ctx.util.firstText(match[2]) : trimmed;
}

function apiKey(ctx) {
  var key = unquoted(ctx, ctx.provider.apiKey) ||
    unquoted(ctx, ctx.host.env.get("ELEVENLABS_API_KEY")) ||
    unquoted(ctx, ctx.host.env.get("XI_API_KEY"));
  if (!key) ctx.fail.auth("ElevenLabs API key not found. Set ELEVENLABS_API_KEY.");
  return key;
}

function baseUrl(ctx) {
  var base = unquoted(ctx, ctx.host.env.get("ELEVENLABS_API_URL")) || DEFAULT_BASE;
  if (!/^https:\/\/[^\/@]+(\/[^@]*)?$/i.test(base) && !LOCAL_HTTP.test(base)) {
    ctx.fail.config("ELEVENLABS_API_URL must be an https URL.");
  }
  return base.replace(/\/+$/, "").replace(/\/v1$/, "");
}

function ask(ctx) {
  var key = apiKey(ctx);
  var url = baseUrl(ctx) + "/v1/user/subscription";
  var headers = { "xi-api-key": key, Accept: "application/json" };
  try {
    return ctx.util.request({ url: url, headers: headers, timeoutMs: 15000 });
  } catch (error) {
    if (error.kind !== "network" && error.kind !== "timeout") throw error;
    ctx.fail.network("ElevenLabs request failed. Check your connection.", error.message);
  }
}

// The subscription, with count and limit checked to be numbers.
function parseSubscription(ctx, response) {
  var status = response.status;
  if (ctx.util.isAuthStatus(status)) {
    ctx.fail.auth("ElevenLabs API key is invalid or lacks the user_read permission. " +
      "Check it at elevenlabs.io.");
  }
  if (status === 429) ctx.fail.rateLimited("ElevenLabs rate limit reached. Try again later.");
  if (status < 200 || status > 299) {
    ctx.fail.network("ElevenLabs request failed (HTTP " + status + ").");
  }
  var subscription = Object(ctx.util.tryParseJson(response.bodyText));
  var count = ctx.util.number(subscription.character_count);
  var limit = ctx.util.number(subscription.character_limit);
  if (count === null || limit === null) {
    ctx.fail.invalid("Could not parse ElevenLabs subscription.");
  }
  return subscription;
}

// One calendar month back, in UTC; a day that the earlier month lacks becomes its last day.
function monthBefore(instantMs) {
  var date = new Date(instantMs);
  var year = date.getUTCFullYear();
  var month = date.getUTCMonth();
  var lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  var timeOfDay = instantMs - Date.UTC(year, month, date.getUTCDate());
  return Date.UTC(year, month - 1, Math.min(date.getUTCDate(), lastDay)) + timeOfDay;
}

function charactersLine(ctx, subscription) {
  var used = ctx.util.number(subscription.character_count);
  var limit = ctx.util.number(subscription.character_limit);
  if (limit <= 0) return ctx.line.text({ label: "Characters", value: used + " used" });
  var resetSeconds = ctx.util.number(subscription.next_character_count_reset_unix);
  var resetsAt = resetSeconds > 0 ? ctx.util.toIso(resetSeconds) : null;
  var resetMs = ctx.util.parseDateMs(resetsAt);
  var isMonthly = subscription.character_refresh_period === "monthly_period";
  return ctx.line.progress({
    label: "Characters",
    used: used,
    limit: limit,
    format: { kind: "count", suffix: "chars" },
    resetsAt: resetsAt,
    periodDurationMs: resetMs !== null && isMonthly ? resetMs - monthBefore(resetMs) : null
  });
}

function slotLines(ctx, label, used, limit) {
  if (!(ctx.util.number(limit) > 0)) return [];
  var value = (ctx.util.number(used) || 0) + " / " + ctx.util.number(limit);
  return [ctx.line.text({ label: label, value: value })];
}

function overageLines(ctx, overage) {
  var amount = ctx.util.number(Object(overage).amount);
  if (!(amount > 0)) return [];
  var currency = (ctx.util.firstText(overage.currency) || "").toUpperCase();
  var value = currency === "USD" ? ctx.fmt.usd(amount) : (overage.amount + " " + currency).trim();
  return [ctx.line.text({ label: "Overage", value: value })];
}

function planOf(ctx, subscription) {
  var tier = ctx.fmt.planLabel(subscription.tier);
  var status = ctx.util.firstText(subscription.status);
  if (tier === "") return status;
  var isActive = status === null || status.toLowerCase() === "active";
  return isActive ? tier : tier + " · " + status;
}

function probe(ctx) {
  var subscription = parseSubscription(ctx, ask(ctx));
  return {
    plan: planOf(ctx, subscription),
    source: "api",
    lines: [charactersLine(ctx, subscription)].concat(
      slotLines(ctx, "Voice slots", subscription.voice_slots_used, subscription.voice_limit),
      slotLines(ctx, "Professional voices", subscription.professional_voice_slots_used,
        subscription.professional_voice_limit),
      overageLines(ctx, subscription.current_overage))
  };
}

var __usagestat_plugin = { id: "elevenlabs", probe: probe };
