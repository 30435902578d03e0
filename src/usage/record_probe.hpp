// SPDX-License-Identifier: MIT
// usage --record: a live probe, written down as a story.
#pragma once

#include <string>

#include "base/result.hpp"
#include "model/source_mode.hpp"
#include "model/usage_snapshot.hpp"
#include "system/deadline.hpp"
#include "usage/instance.hpp"
#include "usage/workspace.hpp"

namespace usagestat::usage {

// The snapshot of the probe, after the story is in `file` (0600). Kind io when it cannot be
// written.
base::Result<model::UsageSnapshot> record_probe(const Instance& instance, model::SourceMode mode,
                                                Workspace& workspace, const std::string& file,
                                                const system::Deadline& deadline);

}  // namespace usagestat::usage
