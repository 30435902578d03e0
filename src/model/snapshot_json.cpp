// SPDX-License-Identifier: MIT
#include "model/snapshot_json.hpp"

namespace usagestat::model {
namespace {

namespace json = base::json;
using base::Error;
using base::Result;

json::value time_or_null(const std::optional<base::TimePoint>& time) {
  return time ? json::value(base::format_utc(*time)) : json::value(nullptr);
}

json::value pace_to_json(const std::optional<Pace>& pace) {
  if (!pace) return nullptr;
  return json::object{
      {"stage", to_string(pace->stage)},
      {"deltaPercent", pace->delta_percent},
      {"expectedUsedPercent", pace->expected_used_percent},
      {"actualUsedPercent", pace->actual_used_percent},
      {"willLastToReset", pace->will_last_to_reset},
      {"etaSeconds", pace->eta_seconds ? json::value(*pace->eta_seconds) : json::value(nullptr)}};
}

json::value error_to_json(const std::optional<SnapshotError>& error) {
  if (!error) return nullptr;
  return json::object{
      {"kind", base::to_string(error->kind)},
      {"message", error->message},
      {"hint", error->hint.empty() ? json::value(nullptr) : json::value(error->hint)},
      {"at", base::format_utc(error->at)},
      {"retryAt", time_or_null(error->retry_at)}};
}

Error wrong(std::string_view place, std::string_view what) {
  return {base::ErrorKind::input, std::string(place) + " " + std::string(what) + ".", ""};
}

// Reads members of one object; errors name them as "where.member".
class Reader {
 public:
  Reader(const json::value& value, std::string_view where) : value_(value), where_(where) {}

  std::string place(std::string_view member) const { return where_ + "." + std::string(member); }

  Result<std::string> text(std::string_view member) const {
    if (auto text = base::string_member(value_, member)) return *std::move(text);
    return wrong(place(member), "is missing or not a text");
  }

  Result<std::optional<std::string>> optional_text(std::string_view member) const {
    const json::value* found = base::find_member(value_, member);
    if (found == nullptr || found->is_null()) return std::optional<std::string>();
    if (!found->is_string()) return wrong(place(member), "is not a text");
    return std::optional<std::string>(std::string(found->get_string()));
  }

  Result<std::optional<base::TimePoint>> optional_time(std::string_view member) const {
    USAGESTAT_TRY(const auto text, optional_text(member));
    if (!text) return std::optional<base::TimePoint>();
    const auto time = base::parse_rfc3339(*text);
    if (!time) return wrong(place(member), "is not an RFC 3339 time");
    return time;
  }

 private:
  const json::value& value_;
  std::string where_;
};

std::optional<Pace> pace_from_json(const json::value* value) {
  if (value == nullptr || !value->is_object()) return std::nullopt;
  const auto word = base::string_member(*value, "stage");
  Pace pace;
  bool is_known = false;
  for (const PaceStage stage :
       {PaceStage::well_under, PaceStage::under, PaceStage::slightly_under, PaceStage::on_track,
        PaceStage::slightly_over, PaceStage::over, PaceStage::well_over}) {
    if (word != to_string(stage)) continue;
    pace.stage = stage;
    is_known = true;
  }
  if (!is_known) return std::nullopt;
  pace.delta_percent = base::number_member(*value, "deltaPercent").value_or(0);
  pace.expected_used_percent = base::number_member(*value, "expectedUsedPercent").value_or(0);
  pace.actual_used_percent = base::number_member(*value, "actualUsedPercent").value_or(0);
  pace.will_last_to_reset = base::bool_member(*value, "willLastToReset").value_or(true);
  pace.eta_seconds = base::number_member(*value, "etaSeconds");
  return pace;
}

Result<std::optional<SnapshotError>> error_from_json(const json::value* value) {
  if (value == nullptr || value->is_null()) return std::optional<SnapshotError>();
  SnapshotError error;
  const auto kind = base::error_kind_from(base::string_member(*value, "kind").value_or(""));
  const Reader reader(*value, "snapshot.error");
  if (!kind) return wrong(reader.place("kind"), "is not a known kind");
  error.kind = *kind;
  USAGESTAT_TRY(error.message, reader.text("message"));
  USAGESTAT_TRY(const auto hint, reader.optional_text("hint"));
  error.hint = hint.value_or("");
  USAGESTAT_TRY(const auto at, reader.optional_time("at"));
  error.at = at.value_or(base::TimePoint{});
  USAGESTAT_TRY(error.retry_at, reader.optional_time("retryAt"));
  return std::optional<SnapshotError>(std::move(error));
}

}  // namespace

json::object snapshot_to_json(const UsageSnapshot& snapshot) {
  json::array lines;
  for (const MetricLine& line : snapshot.lines) lines.push_back(line_to_json(line));
  return {{"providerId", snapshot.provider_id},
          {"instanceId", snapshot.instance_id},
          {"displayName", snapshot.display_name},
          {"plan", base::json_or_null(snapshot.plan)},
          {"account", base::json_or_null(snapshot.account)},
          {"source", base::json_or_null(snapshot.source)},
          {"lines", std::move(lines)},
          {"fetchedAt", time_or_null(snapshot.fetched_at)},
          {"stale", snapshot.stale},
          {"statusPageUrl", base::json_or_null(snapshot.status_page_url)},
          {"dashboardUrl", base::json_or_null(snapshot.dashboard_url)},
          {"pace", pace_to_json(snapshot.pace)},
          {"error", error_to_json(snapshot.error)}};
}

Result<UsageSnapshot> snapshot_from_json(const json::value& value) {
  if (!value.is_object()) return Error{base::ErrorKind::input, "A snapshot is not an object.", ""};
  const Reader reader(value, "snapshot");
  UsageSnapshot snapshot;
  USAGESTAT_TRY(snapshot.provider_id, reader.text("providerId"));
  USAGESTAT_TRY(const auto instance_id, reader.optional_text("instanceId"));
  snapshot.instance_id = instance_id.value_or(snapshot.provider_id);
  USAGESTAT_TRY(snapshot.display_name, reader.text("displayName"));
  USAGESTAT_TRY(snapshot.plan, reader.optional_text("plan"));
  USAGESTAT_TRY(snapshot.account, reader.optional_text("account"));
  USAGESTAT_TRY(snapshot.source, reader.optional_text("source"));
  const json::value* lines = base::find_member(value, "lines");
  if (lines == nullptr) lines = base::find_member(value, "metrics");
  if (lines == nullptr || !lines->is_array())
    return wrong(reader.place("lines"), "is missing or not an array");
  for (std::size_t i = 0; i < lines->get_array().size(); ++i) {
    USAGESTAT_TRY(MetricLine line, line_from_json(lines->get_array()[i],
                                                  "snapshot.lines[" + std::to_string(i) + "]"));
    snapshot.lines.push_back(std::move(line));
  }
  USAGESTAT_TRY(snapshot.fetched_at, reader.optional_time("fetchedAt"));
  snapshot.stale = base::bool_member(value, "stale").value_or(false);
  USAGESTAT_TRY(snapshot.status_page_url, reader.optional_text("statusPageUrl"));
  USAGESTAT_TRY(snapshot.dashboard_url, reader.optional_text("dashboardUrl"));
  snapshot.pace = pace_from_json(base::find_member(value, "pace"));
  USAGESTAT_TRY(snapshot.error, error_from_json(base::find_member(value, "error")));
  return snapshot;
}

}  // namespace usagestat::model
