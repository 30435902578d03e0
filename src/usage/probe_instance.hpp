// SPDX-License-Identifier: MIT
// From an instance to its snapshot: secrets resolved, plugin or custom command run, result dressed.
#pragma once

#include <chrono>
#include <filesystem>

#include "base/log.hpp"
#include "model/config.hpp"
#include "model/usage_snapshot.hpp"
#include "plugin_host/probe.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"
#include "usage/instance.hpp"

namespace usagestat::usage {

struct ProbeSettings {
  model::SourceMode mode = model::SourceMode::automatic;  // of the command line; auto: the entry's
  bool refresh_tokens = true;
  std::chrono::milliseconds timeout{30000};  // of one probe
  std::filesystem::path data_directory;
};

// The plugin's or custom command's answer; no secret is in an error.
base::Result<plugin_host::ProbeAnswer> ask_instance(const Instance& instance,
                                                    const ProbeSettings& settings,
                                                    const system::System& system,
                                                    base::LogSink& log,
                                                    const system::Deadline& deadline);

// A failed probe is data: the snapshot has its `error` and no lines.
model::UsageSnapshot probe_instance(const Instance& instance, const ProbeSettings& settings,
                                    const system::System& system, base::LogSink& log,
                                    const system::Deadline& deadline);

// The same for an answer that is already there (a story's).
model::UsageSnapshot make_snapshot(const Instance& instance,
                                   const base::Result<plugin_host::ProbeAnswer>& answer,
                                   base::TimePoint now);

}  // namespace usagestat::usage
