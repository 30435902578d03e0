// SPDX-License-Identifier: MIT
#include "model/metric_line.hpp"

namespace usagestat::model {

const std::string& label_of(const MetricLine& line) {
  return std::visit([](const auto& alternative) -> const std::string& { return alternative.label; },
                    line);
}

std::optional<double> used_percent(const ProgressLine& line) {
  if (!(line.limit > 0)) return std::nullopt;
  return line.used / line.limit * 100.0;
}

std::string_view to_string(NumberFormat::Kind kind) {
  switch (kind) {
    case NumberFormat::Kind::percent:
      return "percent";
    case NumberFormat::Kind::dollars:
      return "dollars";
    case NumberFormat::Kind::count:
      return "count";
  }
  return "percent";
}

}  // namespace usagestat::model
