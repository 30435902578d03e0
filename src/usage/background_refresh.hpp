// SPDX-License-Identifier: MIT
// Keeps the store fresh for readers that must not wait: one process in the background at a time.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "usage/instance.hpp"
#include "usage/workspace.hpp"

namespace usagestat::usage {

// How a reader that does not wait asks: figures younger than `max_age` are good, and a failure is
// not tried again before they would be old.
RefreshPolicy background_policy(base::Milliseconds max_age);

// Those whose stored figures are not current any more.
std::vector<std::string> keys_to_refresh(const std::vector<Instance>& instances,
                                         const StoredByKey& stored, const RefreshPolicy& policy,
                                         base::TimePoint now);

// Starts this program with `arguments` in the background, unless such a process runs already.
base::Result<void> start_background_refresh(const std::vector<std::string>& arguments,
                                            Workspace& workspace);

// What that process does: probes the instances, or nothing when another one is at it.
base::Result<void> refresh_in_background(const std::vector<Instance>& instances,
                                         const RefreshPolicy& policy, Workspace& workspace,
                                         const system::Deadline& deadline);

}  // namespace usagestat::usage
