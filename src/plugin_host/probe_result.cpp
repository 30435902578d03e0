// SPDX-License-Identifier: MIT
#include "plugin_host/probe_result.hpp"

#include <cmath>

#include "model/snapshot_json.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::size_t k_most_lines = 200;

Error broken(std::string what) {
  return {ErrorKind::plugin, "The plugin's result is wrong: " + std::move(what), ""};
}

// Replaces what the predecessor did not insist on, so that the strict reader accepts it.
json::object tolerated(const json::object& line) {
  const json::value whole(line);
  const std::string type = base::string_member(whole, "type").value_or("");
  json::object result{{"type", type}, {"label", base::string_member(whole, "label").value_or("")}};
  for (const std::string_view key : {"color", "subtitle"}) {
    if (const auto text = base::string_member(whole, key)) result[key] = *text;
  }
  if (type == "text") result["value"] = base::string_member(whole, "value").value_or("");
  if (type == "badge") result["text"] = base::string_member(whole, "text").value_or("");
  if (type == "barChart") return line;
  if (type != "progress") return result;
  result["used"] = base::number_member(whole, "used").value_or(0);
  result["limit"] = base::number_member(whole, "limit").value_or(100);
  const json::value* format = base::find_member(whole, "format");
  const auto kind = format == nullptr ? std::nullopt : base::string_member(*format, "kind");
  result["format"] =
      json::object{{"kind", kind == "dollars" || kind == "count" ? *kind : "percent"}};
  if (kind == "count")
    result["format"].get_object()["suffix"] = base::string_member(*format, "suffix").value_or("");
  const auto resets_at = base::string_member(whole, "resetsAt");
  if (resets_at && base::parse_rfc3339(*resets_at)) result["resetsAt"] = *resets_at;
  const auto period = base::number_member(whole, "periodDurationMs");
  if (period && *period >= 0 && std::isfinite(*period)) result["periodDurationMs"] = *period;
  return result;
}

Result<model::MetricLine> read_line(const json::value& value, std::size_t index, bool is_legacy) {
  const std::string where = "lines[" + std::to_string(index) + "]";
  const bool softens = is_legacy && value.is_object();
  auto line =
      model::line_from_json(softens ? json::value(tolerated(value.get_object())) : value, where);
  if (!line) return broken(line.error().message);
  return line;
}

std::optional<std::string> filled(const json::value& object, std::string_view key) {
  auto text = base::string_member(object, key);
  if (text && text->empty()) return std::nullopt;
  return text;
}

}  // namespace

Result<ProbeAnswer> read_probe_result(const json::value& returned, bool is_legacy) {
  if (!returned.is_object()) return broken("probe() did not return an object.");
  const json::value* lines = base::find_member(returned, "metrics");
  if (lines == nullptr || !lines->is_array()) lines = base::find_member(returned, "lines");
  if (lines == nullptr || !lines->is_array()) return broken("there is no array lines.");
  const json::array& array = lines->get_array();
  if (array.empty()) return broken("there are no lines.");
  if (array.size() > k_most_lines) return broken("there are more than 200 lines.");
  ProbeAnswer answer;
  for (std::size_t i = 0; i < array.size(); ++i) {
    USAGESTAT_TRY(model::MetricLine line, read_line(array[i], i, is_legacy));
    answer.lines.push_back(std::move(line));
  }
  answer.display_name = filled(returned, "displayName");
  answer.plan = filled(returned, "plan");
  answer.account = filled(returned, "account");
  answer.source = filled(returned, "source");
  return answer;
}

}  // namespace usagestat::plugin_host
