// SPDX-License-Identifier: MIT
// Snapshots in the form the user asked for.
#pragma once

#include <vector>

#include "cli/invocation.hpp"
#include "model/usage_snapshot.hpp"

namespace usagestat::cli {

void show_snapshots(const std::vector<model::UsageSnapshot>& snapshots, base::TimePoint now,
                    const system::TimeZone& zone, Invocation& invocation);

}  // namespace usagestat::cli
