// SPDX-License-Identifier: MIT
// Figures that an agent hands to its status line: quota without a request.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "model/metric_line.hpp"
#include "model/provider_manifest.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"
#include "usage/instance.hpp"
#include "usage/snapshot_store.hpp"

namespace usagestat::usage {

struct PushedFigures {
  std::string title;  // what the agent calls its model; may be empty
  std::vector<model::MetricLine> lines;
};

// The declared windows that `document` has. One without a usable number and one whose reset has
// passed (the agent has not heard from its service since) are left out.
PushedFigures read_pushed_figures(const model::StatusInput& input,
                                  const base::json::value& document, base::TimePoint now);

// Which of a provider's instances the agent that started this process belongs to: the first whose
// own environment and home are those of this process, else the first.
const Instance* instance_of_environment(const std::vector<const Instance*>& candidates,
                                        const system::System& system);

// Keeps the lines as a fresh snapshot with source "statusline", unless there are none, the store
// has a probe that is still current and tells more, or the same was kept less than 30 s ago.
base::Result<void> keep_pushed_figures(const Instance& instance,
                                       const std::vector<model::MetricLine>& lines,
                                       SnapshotStore& store, const system::System& system,
                                       const system::Deadline& deadline);

}  // namespace usagestat::usage
