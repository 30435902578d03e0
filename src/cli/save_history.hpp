// SPDX-License-Identifier: MIT
// The --save of commands that probe.
#pragma once

#include <vector>

#include "cli/invocation.hpp"
#include "model/usage_snapshot.hpp"

namespace usagestat::cli {

// Adds what was really fetched to the history. That it cannot be written is told on standard error;
// the figures themselves are still worth showing.
void save_history(const std::vector<model::UsageSnapshot>& snapshots, Invocation& invocation);

}  // namespace usagestat::cli
