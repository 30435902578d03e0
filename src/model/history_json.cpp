// SPDX-License-Identifier: MIT
// History samples to JSON and back, in both spellings that history files have.
#include <algorithm>
#include <cmath>

#include "model/history_sample.hpp"

namespace usagestat::model {
namespace {

namespace json = base::json;
using base::Result;

json::value or_null(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}
json::value or_null(const std::optional<double>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::object to_json(const ProgressLine& line) {
  const bool is_count = line.format.kind == NumberFormat::Kind::count;
  json::value percent(nullptr);
  if (const auto used = used_percent(line)) percent = std::clamp(*used, 0.0, 100.0);
  return {{"label", line.label},
          {"used", line.used},
          {"limit", line.limit},
          {"percent", std::move(percent)},
          {"format", to_string(line.format.kind)},
          {"suffix", is_count ? json::value(line.format.suffix) : json::value(nullptr)},
          {"resetsAt",
           line.resets_at ? json::value(format_offset(*line.resets_at)) : json::value(nullptr)},
          {"periodDurationMs", or_null(line.period_ms)},
          {"color", base::json_or_null(line.color)}};
}
json::object to_json(const TextLine& line) {
  return {{"label", line.label},
          {"value", line.value},
          {"color", base::json_or_null(line.color)},
          {"subtitle", base::json_or_null(line.subtitle)}};
}
json::object to_json(const BadgeLine& line) {
  return {{"label", line.label},
          {"text", line.text},
          {"color", base::json_or_null(line.color)},
          {"subtitle", base::json_or_null(line.subtitle)}};
}

template <class Line>
json::array to_json(const std::vector<Line>& lines) {
  json::array array;
  for (const Line& line : lines) array.push_back(to_json(line));
  return array;
}

// Members of an object under either of two names.
class Reader {
 public:
  explicit Reader(const json::value& value) : value_(value) {}

  std::optional<std::string> text(std::string_view camel, std::string_view snake) const {
    auto found = base::string_member(value_, camel);
    return found ? found : base::string_member(value_, snake);
  }
  std::optional<std::string> text(std::string_view name) const { return text(name, name); }

  std::optional<double> number(std::string_view camel, std::string_view snake) const {
    auto found = base::number_member(value_, camel);
    if (!found) found = base::number_member(value_, snake);
    return found && std::isfinite(*found) ? found : std::nullopt;
  }
  std::optional<double> number(std::string_view name) const { return number(name, name); }

  std::optional<std::int64_t> whole(std::string_view camel, std::string_view snake) const {
    const auto found = number(camel, snake);
    if (!found || *found < 0 || *found > 9e15) return std::nullopt;
    return static_cast<std::int64_t>(*found);
  }

  std::optional<base::TimePoint> time(std::string_view name) const {
    const auto written = text(name);
    return written ? base::parse_rfc3339(*written) : std::nullopt;
  }

 private:
  const json::value& value_;
};

std::optional<ProgressLine> read(const Reader& reader, const ProgressLine&) {
  const auto label = reader.text("label");
  const auto used = reader.number("used");
  const auto limit = reader.number("limit");
  if (!label || !used || !limit) return std::nullopt;
  ProgressLine line;
  line.label = *label;
  line.used = *used;
  line.limit = *limit;
  const auto kind = reader.text("format");
  if (kind == "dollars") line.format.kind = NumberFormat::Kind::dollars;
  if (kind == "count")
    line.format = {NumberFormat::Kind::count, reader.text("suffix").value_or("")};
  line.resets_at = reader.time("resetsAt");
  line.period_ms = reader.whole("periodDurationMs", "periodDurationMs");
  line.color = reader.text("color");
  return line;
}
std::optional<TextLine> read(const Reader& reader, const TextLine&) {
  const auto label = reader.text("label");
  const auto value = reader.text("value");
  if (!label || !value) return std::nullopt;
  return TextLine{*label, *value, reader.text("color"), reader.text("subtitle")};
}
std::optional<BadgeLine> read(const Reader& reader, const BadgeLine&) {
  const auto label = reader.text("label");
  const auto text = reader.text("text");
  if (!label || !text) return std::nullopt;
  return BadgeLine{*label, *text, reader.text("color"), reader.text("subtitle")};
}

template <class Line>
std::vector<Line> read_lines(const json::value& sample, std::string_view name) {
  std::vector<Line> lines;
  const json::value* array = base::find_member(sample, name);
  if (array == nullptr || !array->is_array()) return lines;
  for (const json::value& element : array->get_array())
    if (auto line = read(Reader(element), Line{})) lines.push_back(*std::move(line));
  return lines;
}

NormalisedMetrics read_metrics(const Reader& reader, double primary_percent) {
  NormalisedMetrics metrics;
  metrics.primary_percent = primary_percent;
  metrics.input_tokens = reader.whole("inputTokens", "input_tokens");
  metrics.output_tokens = reader.whole("outputTokens", "output_tokens");
  metrics.cache_read_tokens = reader.whole("cacheReadTokens", "cache_read_tokens");
  metrics.cache_creation_tokens = reader.whole("cacheCreationTokens", "cache_creation_tokens");
  metrics.total_tokens = reader.whole("totalTokens", "total_tokens");
  metrics.cost = reader.number("cost");
  metrics.reset_time = reader.text("resetTime", "reset_time");
  return metrics;
}

base::Error missing(std::string_view what) {
  return {base::ErrorKind::input, "A history sample has no " + std::string(what) + ".", ""};
}

}  // namespace

json::object sample_to_json(const HistorySample& sample) {
  return {{"ts", format_offset(sample.at)},
          {"providerId", sample.provider_id},
          {"instanceId", sample.instance_id},
          {"displayName", sample.display_name},
          {"plan", base::json_or_null(sample.plan)},
          {"primaryPercent", sample.metrics.primary_percent},
          {"inputTokens", or_null(sample.metrics.input_tokens)},
          {"outputTokens", or_null(sample.metrics.output_tokens)},
          {"cacheReadTokens", or_null(sample.metrics.cache_read_tokens)},
          {"cacheCreationTokens", or_null(sample.metrics.cache_creation_tokens)},
          {"totalTokens", or_null(sample.metrics.total_tokens)},
          {"cost", or_null(sample.metrics.cost)},
          {"resetTime", base::json_or_null(sample.metrics.reset_time)},
          {"progress", to_json(sample.progress)},
          {"text", to_json(sample.texts)},
          {"badges", to_json(sample.badges)}};
}

json::object sample_to_export_json(const HistorySample& sample) {
  return {{"ts", format_offset(sample.at)},
          {"provider_id", sample.provider_id},
          {"display_name", sample.display_name},
          {"plan", base::json_or_null(sample.plan)},
          {"primary_percent", sample.metrics.primary_percent},
          {"input_tokens", or_null(sample.metrics.input_tokens)},
          {"output_tokens", or_null(sample.metrics.output_tokens)},
          {"cost", or_null(sample.metrics.cost)},
          {"reset_time", base::json_or_null(sample.metrics.reset_time)},
          {"instance_id", sample.instance_id}};
}

Result<HistorySample> sample_from_json(const json::value& value) {
  if (!value.is_object())
    return base::Error{base::ErrorKind::input, "A history sample is not an object.", ""};
  const Reader reader(value);
  HistorySample sample;
  const auto at = reader.time("ts");
  if (!at) return missing("ts, an RFC 3339 time");
  sample.at = *at;
  const auto provider_id = reader.text("providerId", "provider_id");
  if (!provider_id || provider_id->empty()) return missing("providerId");
  sample.provider_id = *provider_id;
  sample.instance_id = reader.text("instanceId", "instance_id").value_or(*provider_id);
  const auto display_name = reader.text("displayName", "display_name");
  if (!display_name) return missing("displayName");
  sample.display_name = *display_name;
  sample.plan = reader.text("plan");
  const auto primary_percent = reader.number("primaryPercent", "primary_percent");
  if (!primary_percent) return missing("primaryPercent, a number");
  sample.metrics = read_metrics(reader, *primary_percent);
  sample.progress = read_lines<ProgressLine>(value, "progress");
  sample.texts = read_lines<TextLine>(value, "text");
  sample.badges = read_lines<BadgeLine>(value, "badges");
  return sample;
}

}  // namespace usagestat::model
