// SPDX-License-Identifier: MIT
// Checks of a config against the providers that exist.
#pragma once

#include <string>
#include <vector>

#include "config/config_issue.hpp"
#include "config/read_config.hpp"
#include "model/source_mode.hpp"

namespace usagestat::config {

// What is known of a provider; plain data, so that this floor needs no plugin.
struct KnownProvider {
  std::string id;
  std::vector<std::string> aliases;
  std::vector<model::SourceMode> modes;  // empty: any
};

// Only what the file alone cannot tell, so to be added to read.issues: unknown provider ids
// (warning: its plugin may be missing), source modes that a provider does not have (error), an
// instanceId or key that is another provider's id (warning). Sorted by place.
std::vector<ConfigIssue> validate_config(const ReadConfig& read,
                                         const std::vector<KnownProvider>& providers);

}  // namespace usagestat::config
