// SPDX-License-Identifier: MIT
// Is a quota used faster than its period passes? Pure arithmetic on one progress line.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/metric_line.hpp"

namespace usagestat::model {

enum class PaceStage {
  well_under,
  under,
  slightly_under,
  on_track,
  slightly_over,
  over,
  well_over
};

struct Pace {
  PaceStage stage = PaceStage::on_track;
  double delta_percent = 0;          // actual − expected
  double expected_used_percent = 0;  // elapsed share of the period, 0 to 100
  double actual_used_percent = 0;    // 0 to 100
  bool will_last_to_reset = true;
  std::optional<double> eta_seconds;  // until 100 % at the present rate

  bool operator==(const Pace&) const = default;
};

std::string_view to_string(PaceStage stage);

// Pace of one line; empty without a positive limit, a reset in the future, a period, or before the
// period has begun. Thresholds of the stages: ±3, ±10, ±20 percent points.
std::optional<Pace> pace_of(const ProgressLine& line, base::TimePoint now);

// The line that stands for the snapshot: the first of `primary_labels` (best first) that is there
// as a progress line, else the first percent line, else nullptr.
const ProgressLine* primary_line(const std::vector<MetricLine>& lines,
                                 const std::vector<std::string>& primary_labels);

}  // namespace usagestat::model
