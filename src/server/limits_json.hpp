// SPDX-License-Identifier: MIT
// The envelope "openusage.limits.v1": quota as bare figures for other programs.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "model/usage_snapshot.hpp"

namespace usagestat::server {

// Keys sorted. `generatedAt` is the time of the newest figures, so that the same figures are the
// same bytes; figures older than 300 s, or of a failed probe, are `stale`.
base::json::object limits_to_json(const std::vector<const model::UsageSnapshot*>& snapshots,
                                  base::TimePoint now);

}  // namespace usagestat::server
