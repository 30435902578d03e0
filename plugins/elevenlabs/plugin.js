// SPDX-License-Identifier: MIT
// ElevenLabs: characters used of the subscription's period, and its voice slots.
"use strict";

var DEFAULT_BASE = "https://api.elevenlabs.io";
var SAYS = {
  connection: "ElevenLabs request failed. Check your connection.",
  auth: "ElevenLabs API key is invalid or lacks the user_read permission. " +
    "Check it at elevenlabs.io.",
  rateLimited: "ElevenLabs rate limit reached. Try again later.",
  status: "ElevenLabs request failed (HTTP <n>).",
  invalid: "Could not parse ElevenLabs subscription."
};

function apiKey(ctx) {
  var key = ctx.util.configuredKey("ELEVENLABS_API_KEY", "XI_API_KEY");
  if (!key) ctx.fail.auth("ElevenLabs API key not found. Set ELEVENLABS_API_KEY.");
  return key;
}

function baseUrl(ctx) {
  var configured = ctx.util.unquoted(ctx.host.env.get("ELEVENLABS_API_URL")) || DEFAULT_BASE;
  var base = ctx.util.baseUrl(configured);
  if (base === null) ctx.fail.config("ELEVENLABS_API_URL must be an https URL.");
  return base.replace(/\/v1$/, "");
}

// The subscription, with count and limit checked to be numbers.
function askSubscription(ctx) {
  var headers = { "xi-api-key": apiKey(ctx), Accept: "application/json" };
  var url = baseUrl(ctx) + "/v1/user/subscription";
  var subscription = ctx.util.fetchJson({ url: url, headers: headers, timeoutMs: 15000 }, SAYS);
  var count = ctx.util.number(subscription.character_count);
  var limit = ctx.util.number(subscription.character_limit);
  if (count === null || limit === null) ctx.fail.invalid(SAYS.invalid);
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
  var subscription = askSubscription(ctx);
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
