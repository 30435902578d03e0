// SPDX-License-Identifier: MIT
// One metric of a snapshot, as providers report it and every front end shows it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.hpp"

namespace usagestat::model {

struct NumberFormat {
  enum class Kind { percent, dollars, count };
  Kind kind = Kind::percent;
  std::string suffix;  // count only: "requests"

  bool operator==(const NumberFormat&) const = default;
};

struct ProgressLine {
  std::string label;
  double used = 0;     // finite, in the unit of `format`
  double limit = 100;  // finite; 0 or less means there is no percentage
  NumberFormat format;
  std::optional<base::TimePoint> resets_at;
  std::optional<std::int64_t> period_ms;
  std::optional<std::string> color;

  bool operator==(const ProgressLine&) const = default;
};

struct TextLine {
  std::string label;
  std::string value;
  std::optional<std::string> color;
  std::optional<std::string> subtitle;

  bool operator==(const TextLine&) const = default;
};

struct BadgeLine {
  std::string label;
  std::string text;
  std::optional<std::string> color;
  std::optional<std::string> subtitle;

  bool operator==(const BadgeLine&) const = default;
};

struct BarPoint {
  std::string label;
  double value = 0;
  std::optional<std::string> value_label;

  bool operator==(const BarPoint&) const = default;
};

struct BarChartLine {
  std::string label;
  std::vector<BarPoint> points;
  std::optional<std::string> note;
  std::optional<std::string> color;

  bool operator==(const BarChartLine&) const = default;
};

using MetricLine = std::variant<ProgressLine, TextLine, BadgeLine, BarChartLine>;

const std::string& label_of(const MetricLine& line);

// used / limit × 100, not clamped: overage goes beyond 100. Empty when the limit is not positive.
std::optional<double> used_percent(const ProgressLine& line);

// "percent", "dollars", "count".
std::string_view to_string(NumberFormat::Kind kind);

}  // namespace usagestat::model
