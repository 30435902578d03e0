// SPDX-License-Identifier: MIT
// usage --replay: the snapshots that stories give.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/usage_snapshot.hpp"
#include "system/deadline.hpp"
#include "system/time_zones.hpp"
#include "usage/workspace.hpp"

namespace usagestat::usage {

struct Replay {
  std::vector<model::UsageSnapshot> snapshots;  // in the order of the files
  base::TimePoint now{};                        // of the last story
  system::TimeZonePtr time_zone;                // likewise
};

// Kind input for a file that is no story, io for one that cannot be read. A story whose world does
// not fit its plugin gives a snapshot with an error.
base::Result<Replay> replay_stories(const std::vector<std::string>& files, Workspace& workspace,
                                    const system::Deadline& deadline);

}  // namespace usagestat::usage
