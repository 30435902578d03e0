// SPDX-License-Identifier: MIT
// source = "custom": the figures come from a command that the user configured.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/config.hpp"
#include "plugin_host/probe.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"

namespace usagestat::usage {

// The words of a command line, quotes and backslashes understood; {"sh", "-c", text} as soon as it
// uses anything else of a shell's syntax. Kind config for an unclosed quote or no word at all.
base::Result<std::vector<std::string>> custom_command_argv(std::string_view text);

// Runs it (at most 30 s); its standard output is a snapshot, or an object with `lines` and
// optionally plan, account and source.
base::Result<plugin_host::ProbeAnswer> run_custom_command(const model::ProviderConfig& entry,
                                                          const system::System& system,
                                                          const system::Deadline& deadline);

}  // namespace usagestat::usage
