// SPDX-License-Identifier: MIT
// Snapshots as the stable plain text that scripts may read.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/usage_snapshot.hpp"
#include "system/time_zones.hpp"

namespace usagestat::cli {

// "=== Name  (id) ===", "Plan: …", two blanks and "label: value" for each line, "Error: …" for a
// failed probe, an empty line.
std::string render_plain(const std::vector<model::UsageSnapshot>& snapshots, base::TimePoint now,
                         const system::TimeZone& zone);

}  // namespace usagestat::cli
