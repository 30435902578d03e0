// SPDX-License-Identifier: MIT
// Many probes at once; the only place of this floor with threads.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/usage_snapshot.hpp"
#include "system/deadline.hpp"
#include "usage/instance.hpp"

namespace usagestat::usage {

struct ProbeProgress {
  std::size_t finished = 0;
  std::size_t total = 0;
  std::vector<std::string> running;  // keys, in output order
};

struct ProbeAllOptions {
  unsigned max_parallel = 64;
  std::chrono::milliseconds probe_timeout{30000};         // each, from its own start
  system::Deadline deadline{};                            // of the whole run
  std::function<void(const ProbeProgress&)> on_progress;  // called from one thread at a time
};

using ProbeFunction = std::function<model::UsageSnapshot(const Instance&, const system::Deadline&)>;

// Snapshots in the order of the instances, whoever finished first. Returns when every probe has
// ended; each ends at its deadline at the latest.
std::vector<model::UsageSnapshot> probe_all(const std::vector<Instance>& instances,
                                            const ProbeFunction& probe,
                                            const ProbeAllOptions& options);

}  // namespace usagestat::usage
