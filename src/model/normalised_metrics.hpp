// SPDX-License-Identifier: MIT
// The few figures that every provider's lines can be brought to: what history and export tell of a
// snapshot besides its lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/metric_line.hpp"

namespace usagestat::model {

struct NormalisedMetrics {
  double primary_percent = 0;  // 0 to 100
  std::optional<std::int64_t> input_tokens;
  std::optional<std::int64_t> output_tokens;
  std::optional<std::int64_t> cache_read_tokens;
  std::optional<std::int64_t> cache_creation_tokens;
  std::optional<std::int64_t> total_tokens;  // the sum of those above, else what a line calls total
  std::optional<double> cost;                // US dollars
  std::optional<std::string> reset_time;     // as format_offset(), or a provider's own words

  bool operator==(const NormalisedMetrics&) const = default;
};

// primary_percent: the highest of the percent lines; when that is 0, the first line with a limit of
// any format. Tokens: count lines whose label or suffix says so, else the amount in a text that
// speaks of input or output tokens. Requests and credits are no tokens. Cost: the first dollar line
// or the first amount of money in a text.
NormalisedMetrics normalise(const std::vector<MetricLine>& lines);

// "2026-03-26T11:16:29+00:00": the spelling of times in history and export.
std::string format_offset(base::TimePoint time);

}  // namespace usagestat::model
