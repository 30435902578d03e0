// SPDX-License-Identifier: MIT
// One instance's figures at one time as history keeps them, and the JSON forms of that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/metric_line.hpp"
#include "model/normalised_metrics.hpp"
#include "model/usage_snapshot.hpp"

namespace usagestat::model {

struct HistorySample {
  base::TimePoint at{};  // when the figures were fetched
  std::string provider_id;
  std::string instance_id;
  std::string display_name;
  std::optional<std::string> plan;
  NormalisedMetrics metrics;
  std::vector<ProgressLine> progress;
  std::vector<TextLine> texts;
  std::vector<BadgeLine> badges;

  bool operator==(const HistorySample&) const = default;
};

// Bar charts are left out: they tell of the past already. Empty for a snapshot without any
// successful fetch.
std::optional<HistorySample> sample_of(const UsageSnapshot& snapshot);

// The same plan and lines? A reset time that moved by less than a minute is the same: services that
// count seconds down give another millisecond with every answer.
bool has_same_figures(const HistorySample& a, const HistorySample& b);

// The form of history.jsonl and GET /v1/history: camelCase, every key present, null when absent.
base::json::object sample_to_json(const HistorySample& sample);

// The form of `export`: snake_case, the normalised figures without the lines.
base::json::object sample_to_export_json(const HistorySample& sample);

// Reads both forms, each key in either spelling. Needed are the time, the provider's id and name
// and the primary percentage; what else is missing or of another type is absent. Kind input.
base::Result<HistorySample> sample_from_json(const base::json::value& value);

}  // namespace usagestat::model
