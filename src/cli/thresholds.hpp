// SPDX-License-Identifier: MIT
// Thresholds of the command line and of the config, and what they say of snapshots.
#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/exit_code.hpp"
#include "model/config.hpp"
#include "model/usage_snapshot.hpp"
#include "model/verdict.hpp"
#include "system/time_zones.hpp"
#include "usage/instance.hpp"

namespace usagestat::cli {

// What an entry's own warnAt and failAt, then those of [defaults] say.
model::Thresholds configured_thresholds(const model::ProviderConfig& entry,
                                        const model::DefaultsConfig& defaults);

// The same with --warn, --fail and --min-remaining in their place. One of the latter two replaces
// the configured failAt.
model::Thresholds asked_thresholds(const Arguments& arguments, model::Thresholds configured);

// --window in the form of model::window_word(); "any" without it.
std::string asked_window(const Arguments& arguments);

ExitCode exit_code_for(model::Verdict verdict);

// "acme weekly 93.0% >= 90% critical, resets Tue 09:00"
std::string check_sentence(const model::Check& check, base::TimePoint now,
                           const system::TimeZone& zone);

}  // namespace usagestat::cli
