// SPDX-License-Identifier: MIT
// One instance's figures at one time, or why there are none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "model/metric_line.hpp"
#include "model/pace.hpp"

namespace usagestat::model {

struct SnapshotError {
  base::ErrorKind kind = base::ErrorKind::plugin;
  std::string message;  // a sentence, redacted
  std::string hint;     // may be empty
  base::TimePoint at{};
  std::optional<base::TimePoint> retry_at;

  bool operator==(const SnapshotError&) const = default;
};

struct UsageSnapshot {
  std::string provider_id;
  std::string instance_id;
  std::string display_name;
  std::optional<std::string> plan;
  std::optional<std::string> account;
  std::optional<std::string> source;
  std::vector<MetricLine> lines;
  std::optional<base::TimePoint> fetched_at;  // of the last successful fetch
  bool stale = false;
  std::optional<std::string> status_page_url;
  std::optional<std::string> dashboard_url;
  std::optional<Pace> pace;
  std::optional<SnapshotError> error;

  bool operator==(const UsageSnapshot&) const = default;
};

}  // namespace usagestat::model
