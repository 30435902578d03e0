// SPDX-License-Identifier: MIT
// The snapshots of many instances: the store is read once, only what is old is asked for.
#pragma once

#include <vector>

#include "usage/probe_all.hpp"
#include "usage/workspace.hpp"

namespace usagestat::usage {

// In the order of the instances. Progress is told about those that are asked.
std::vector<model::UsageSnapshot> refresh_all(const std::vector<Instance>& instances,
                                              const ProbeSettings& settings,
                                              const RefreshPolicy& policy,
                                              const ProbeAllOptions& options, Workspace& workspace);

}  // namespace usagestat::usage
