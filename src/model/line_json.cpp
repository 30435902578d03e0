// SPDX-License-Identifier: MIT
// One metric line to JSON and back.
#include <cmath>

#include "model/snapshot_json.hpp"

namespace usagestat::model {
namespace {

namespace json = base::json;
using base::Error;
using base::Result;

struct LineWriter {
  json::object operator()(const ProgressLine& line) const {
    json::object format{{"kind", to_string(line.format.kind)}};
    if (line.format.kind == NumberFormat::Kind::count) format["suffix"] = line.format.suffix;
    json::object object{{"type", "progress"},
                        {"label", line.label},
                        {"used", line.used},
                        {"limit", line.limit},
                        {"format", std::move(format)}};
    if (line.resets_at) object["resetsAt"] = base::format_utc(*line.resets_at);
    if (line.period_ms) object["periodDurationMs"] = *line.period_ms;
    object["color"] = base::json_or_null(line.color);
    return object;
  }
  json::object operator()(const TextLine& line) const {
    return {{"type", "text"},
            {"label", line.label},
            {"value", line.value},
            {"color", base::json_or_null(line.color)},
            {"subtitle", base::json_or_null(line.subtitle)}};
  }
  json::object operator()(const BadgeLine& line) const {
    return {{"type", "badge"},
            {"label", line.label},
            {"text", line.text},
            {"color", base::json_or_null(line.color)},
            {"subtitle", base::json_or_null(line.subtitle)}};
  }
  json::object operator()(const BarChartLine& line) const {
    json::array points;
    for (const BarPoint& point : line.points) {
      json::object object{{"label", point.label}, {"value", point.value}};
      if (point.value_label) object["valueLabel"] = *point.value_label;
      points.push_back(std::move(object));
    }
    return {{"type", "barChart"},
            {"label", line.label},
            {"points", std::move(points)},
            {"note", base::json_or_null(line.note)},
            {"color", base::json_or_null(line.color)}};
  }
};

// Reads members of one object; errors name them as "where.member".
class Reader {
 public:
  Reader(const json::value& value, std::string_view where) : value_(value), where_(where) {}

  Error wrong(std::string_view member, std::string_view what) const {
    std::string place(where_);
    if (!member.empty()) place += "." + std::string(member);
    return {base::ErrorKind::input, place + " " + std::string(what) + ".", ""};
  }

  Result<std::string> text(std::string_view member) const {
    const json::value* found = base::find_member(value_, member);
    if (found == nullptr) return wrong(member, "is missing");
    if (!found->is_string()) return wrong(member, "is not a text");
    return std::string(found->get_string());
  }

  Result<std::optional<std::string>> optional_text(std::string_view member) const {
    const json::value* found = base::find_member(value_, member);
    if (found == nullptr || found->is_null()) return std::optional<std::string>();
    if (!found->is_string()) return wrong(member, "is not a text");
    return std::optional<std::string>(std::string(found->get_string()));
  }

  Result<double> number(std::string_view member) const {
    const json::value* found = base::find_member(value_, member);
    if (found == nullptr) return wrong(member, "is missing");
    const auto number = base::as_number(*found);
    if (!number) return wrong(member, "is not a number");
    if (!std::isfinite(*number)) return wrong(member, "is not a finite number");
    return *number;
  }

  Result<std::optional<base::TimePoint>> time(std::string_view member) const {
    USAGESTAT_TRY(const auto written, optional_text(member));
    if (!written) return std::optional<base::TimePoint>();
    const auto parsed = base::parse_rfc3339(*written);
    if (!parsed) return wrong(member, "is not an RFC 3339 time with an offset");
    return parsed;
  }

  Result<std::optional<std::int64_t>> milliseconds(std::string_view member) const {
    const json::value* found = base::find_member(value_, member);
    if (found == nullptr || found->is_null()) return std::optional<std::int64_t>();
    const auto number = base::as_number(*found);
    if (!number || !std::isfinite(*number) || *number < 0 || *number > 9e15)
      return wrong(member, "is not a number of milliseconds");
    return std::optional<std::int64_t>(static_cast<std::int64_t>(*number));
  }

  Result<NumberFormat> format() const {
    const json::value* found = base::find_member(value_, "format");
    if (found == nullptr) return NumberFormat{};
    if (!found->is_object()) return wrong("format", "is not an object");
    const auto kind = base::string_member(*found, "kind");
    if (kind == "percent") return NumberFormat{NumberFormat::Kind::percent, ""};
    if (kind == "dollars") return NumberFormat{NumberFormat::Kind::dollars, ""};
    if (kind != "count") return wrong("format.kind", "is none of percent, dollars, count");
    const auto suffix = base::string_member(*found, "suffix");
    if (!suffix) return wrong("format.suffix", "is missing or not a text");
    return NumberFormat{NumberFormat::Kind::count, *suffix};
  }

  Result<std::vector<BarPoint>> points() const {
    const json::value* found = base::find_member(value_, "points");
    if (found == nullptr || !found->is_array()) return wrong("points", "is not an array");
    std::vector<BarPoint> result;
    for (std::size_t i = 0; i < found->get_array().size(); ++i) {
      const std::string place = std::string(where_) + ".points[" + std::to_string(i) + "]";
      const Reader reader(found->get_array()[i], place);
      BarPoint point;
      USAGESTAT_TRY(point.label, reader.text("label"));
      USAGESTAT_TRY(point.value, reader.number("value"));
      USAGESTAT_TRY(point.value_label, reader.optional_text("valueLabel"));
      result.push_back(std::move(point));
    }
    return result;
  }

 private:
  const json::value& value_;
  std::string_view where_;
};

Result<MetricLine> read_progress(const Reader& reader) {
  ProgressLine line;
  USAGESTAT_TRY(line.label, reader.text("label"));
  USAGESTAT_TRY(line.used, reader.number("used"));
  USAGESTAT_TRY(line.limit, reader.number("limit"));
  USAGESTAT_TRY(line.format, reader.format());
  USAGESTAT_TRY(line.resets_at, reader.time("resetsAt"));
  USAGESTAT_TRY(line.period_ms, reader.milliseconds("periodDurationMs"));
  USAGESTAT_TRY(line.color, reader.optional_text("color"));
  return MetricLine(std::move(line));
}

Result<MetricLine> read_text(const Reader& reader) {
  TextLine line;
  USAGESTAT_TRY(line.label, reader.text("label"));
  USAGESTAT_TRY(line.value, reader.text("value"));
  USAGESTAT_TRY(line.color, reader.optional_text("color"));
  USAGESTAT_TRY(line.subtitle, reader.optional_text("subtitle"));
  return MetricLine(std::move(line));
}

Result<MetricLine> read_badge(const Reader& reader) {
  BadgeLine line;
  USAGESTAT_TRY(line.label, reader.text("label"));
  USAGESTAT_TRY(line.text, reader.text("text"));
  USAGESTAT_TRY(line.color, reader.optional_text("color"));
  USAGESTAT_TRY(line.subtitle, reader.optional_text("subtitle"));
  return MetricLine(std::move(line));
}

Result<MetricLine> read_bar_chart(const Reader& reader) {
  BarChartLine line;
  USAGESTAT_TRY(line.label, reader.text("label"));
  USAGESTAT_TRY(line.points, reader.points());
  USAGESTAT_TRY(line.note, reader.optional_text("note"));
  USAGESTAT_TRY(line.color, reader.optional_text("color"));
  return MetricLine(std::move(line));
}

}  // namespace

base::json::object line_to_json(const MetricLine& line) { return std::visit(LineWriter{}, line); }

Result<MetricLine> line_from_json(const base::json::value& value, std::string_view where) {
  const Reader reader(value, where);
  if (!value.is_object()) return reader.wrong("", "is not an object");
  USAGESTAT_TRY(const std::string type, reader.text("type"));
  if (type == "progress") return read_progress(reader);
  if (type == "text") return read_text(reader);
  if (type == "badge") return read_badge(reader);
  if (type == "barChart") return read_bar_chart(reader);
  return reader.wrong("type", "is \"" + type + "\", not one of progress, text, badge, barChart");
}

}  // namespace usagestat::model
