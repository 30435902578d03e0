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
  return json::object{{"stage", to_string(pace->stage)},
                      {"deltaPercent", pace->delta_percent},
                      {"expectedUsedPercent", pace->expected_used_percent},
                      {"actualUsedPercent", pace->actual_used_percent},
                      {"willLastToReset", pace->will_last_to_reset},
                      {"etaSeconds", pace->eta_seconds ? json::value(*pace->eta_seconds)
                                                       : json::value(nullptr)}};
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

Error wrong(std::string_view member, std::string_view what) {
  return {base::ErrorKind::input, "snapshot." + std::string(member) + " " + std::string(what) + ".", ""};
}

Result<std::string> required_text(const json::value& value, std::string_view member) {
  if (auto text = base::string_member(value, member)) return *std::move(text);
  return wrong(member, "is missing or not a text");
}

Result<std::optional<base::TimePoint>> optional_time(const json::value& value,
                                                     std::string_view member) {
  const auto text = base::string_member(value, member);
  if (!text) return std::optional<base::TimePoint>();
  const auto time = base::parse_rfc3339(*text);
  if (!time) return wrong(member, "is not an RFC 3339 time");
  return time;
}

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
  if (!kind) return wrong("error.kind", "is not a known kind");
  error.kind = *kind;
  USAGESTAT_TRY(error.message, required_text(*value, "message"));
  error.hint = base::string_member(*value, "hint").value_or("");
  USAGESTAT_TRY(const auto at, optional_time(*value, "at"));
  error.at = at.value_or(base::TimePoint{});
  USAGESTAT_TRY(error.retry_at, optional_time(*value, "retryAt"));
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
  UsageSnapshot snapshot;
  USAGESTAT_TRY(snapshot.provider_id, required_text(value, "providerId"));
  snapshot.instance_id = base::string_member(value, "instanceId").value_or(snapshot.provider_id);
  USAGESTAT_TRY(snapshot.display_name, required_text(value, "displayName"));
  snapshot.plan = base::string_member(value, "plan");
  snapshot.account = base::string_member(value, "account");
  snapshot.source = base::string_member(value, "source");
  const json::value* lines = base::find_member(value, "lines");
  if (lines == nullptr) lines = base::find_member(value, "metrics");
  if (lines == nullptr || !lines->is_array()) return wrong("lines", "is missing or not an array");
  for (std::size_t i = 0; i < lines->get_array().size(); ++i) {
    USAGESTAT_TRY(MetricLine line, line_from_json(lines->get_array()[i],
                                                  "snapshot.lines[" + std::to_string(i) + "]"));
    snapshot.lines.push_back(std::move(line));
  }
  USAGESTAT_TRY(snapshot.fetched_at, optional_time(value, "fetchedAt"));
  snapshot.stale = base::bool_member(value, "stale").value_or(false);
  snapshot.status_page_url = base::string_member(value, "statusPageUrl");
  snapshot.dashboard_url = base::string_member(value, "dashboardUrl");
  snapshot.pace = pace_from_json(base::find_member(value, "pace"));
  USAGESTAT_TRY(snapshot.error, error_from_json(base::find_member(value, "error")));
  return snapshot;
}

}  // namespace usagestat::model
