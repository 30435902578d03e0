// SPDX-License-Identifier: MIT
// Probing with the options that usage, guard and export share.
#pragma once

#include <chrono>
#include <vector>

#include "base/result.hpp"
#include "cli/arguments.hpp"
#include "cli/invocation.hpp"
#include "model/usage_snapshot.hpp"
#include "usage/instance.hpp"

namespace usagestat::cli {

// --source or --web; auto without them.
model::SourceMode source_mode(const Arguments& arguments);

// Snapshots in the order of the instances, all asked at once, with a progress line on a terminal.
// Honours --source, --web, --max-age (else `default_max_age`), --force and --timeout. Kind
// interrupted or terminated after a signal.
base::Result<std::vector<model::UsageSnapshot>> probe_instances(
    const std::vector<usage::Instance>& instances, const Arguments& arguments,
    Invocation& invocation, std::chrono::milliseconds default_max_age);

}  // namespace usagestat::cli
