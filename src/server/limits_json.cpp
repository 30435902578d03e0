// SPDX-License-Identifier: MIT
#include "server/limits_json.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "base/text.hpp"
#include "model/text_amounts.hpp"

namespace usagestat::server {
namespace {

namespace json = base::json;
using namespace std::chrono_literals;

constexpr auto k_valid_for = 300s;

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

// "Web searches" as a key: "webSearches".
std::string key_of(const std::string& label) {
  std::string key;
  bool starts_word = false;
  for (const char c : label) {
    if (!is_word_character(c) && static_cast<unsigned char>(c) < 0x80U) {
      starts_word = !key.empty();
      continue;
    }
    key += starts_word   ? base::to_upper({&c, 1})
           : key.empty() ? base::to_lower({&c, 1})
                         : std::string(1, c);
    starts_word = false;
  }
  return key;
}

std::string unit_of(const model::NumberFormat& format) {
  switch (format.kind) {
    case model::NumberFormat::Kind::percent:
      return "percent";
    case model::NumberFormat::Kind::dollars:
      return "usd";
    case model::NumberFormat::Kind::count:
      return format.suffix.empty() ? "count" : format.suffix;
  }
  return "count";
}

// The published form has its keys in alphabetical order.
json::object sorted(const json::object& members) {
  std::map<std::string_view, const json::value*> by_key;
  for (const auto& member : members) by_key.emplace(member.key(), &member.value());
  json::object object;
  for (const auto& [key, value] : by_key) object[key] = *value;
  return object;
}

json::object consumption(const model::ProgressLine& line) {
  json::object members{
      {"kind", "consumption"}, {"unit", unit_of(line.format)}, {"used", line.used}};
  if (line.limit > 0) {
    members["limit"] = line.limit;
    members["remaining"] = std::max(0.0, line.limit - line.used);
    members["utilization"] = std::max(0.0, line.used / line.limit);
  }
  if (line.resets_at) members["resetsAt"] = base::format_utc(*line.resets_at);
  if (line.period_ms) members["windowSeconds"] = *line.period_ms / 1000;
  return sorted(members);
}

// A line of text that tells how much money is left.
std::optional<json::object> balance(const model::TextLine& line) {
  if (!base::contains_ignoring_case(line.label, "balance") &&
      !base::contains_ignoring_case(line.label, "credits"))
    return std::nullopt;
  const auto dollars = model::first_dollars(line.value);
  if (!dollars) return std::nullopt;
  return sorted({{"kind", "balance"}, {"unit", "usd"}, {"available", *dollars}});
}

json::object resources(const model::UsageSnapshot& snapshot) {
  json::object members;
  for (const model::MetricLine& line : snapshot.lines) {
    const std::string key = key_of(model::label_of(line));
    if (key.empty()) continue;
    if (const auto* progress = std::get_if<model::ProgressLine>(&line)) {
      members.emplace(key, consumption(*progress));
    } else if (const auto* text = std::get_if<model::TextLine>(&line)) {
      if (auto object = balance(*text)) members.emplace(key, std::move(*object));
    }
  }
  return sorted(members);
}

json::object provider(const model::UsageSnapshot& snapshot, base::TimePoint now) {
  const base::TimePoint fetched_at = *snapshot.fetched_at;
  json::object members{{"displayName", snapshot.display_name},
                       {"fetchedAt", base::format_utc(fetched_at)},
                       {"expiresAt", base::format_utc(fetched_at + k_valid_for)},
                       {"stale", snapshot.stale || now - fetched_at > k_valid_for},
                       {"resources", resources(snapshot)}};
  if (snapshot.plan) members["plan"] = *snapshot.plan;
  return sorted(members);
}

}  // namespace

json::object limits_to_json(const std::vector<const model::UsageSnapshot*>& snapshots,
                            base::TimePoint now) {
  json::object providers;
  json::array errors;
  std::optional<base::TimePoint> newest;
  for (const model::UsageSnapshot* snapshot : snapshots) {
    if (snapshot->fetched_at) {
      providers.emplace(snapshot->instance_id, provider(*snapshot, now));
      newest = std::max(newest.value_or(*snapshot->fetched_at), *snapshot->fetched_at);
    }
    if (!snapshot->error) continue;
    newest = std::max(newest.value_or(snapshot->error->at), snapshot->error->at);
    errors.push_back(
        json::object{{"message", snapshot->error->message}, {"providerId", snapshot->instance_id}});
  }
  return {{"errors", std::move(errors)},
          {"generatedAt", base::format_utc(newest.value_or(now))},
          {"providers", sorted(providers)},
          {"schema", "openusage.limits.v1"}};
}

}  // namespace usagestat::server
