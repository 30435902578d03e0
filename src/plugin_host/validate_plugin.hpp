// SPDX-License-Identifier: MIT
// What `plugin validate` finds in a plugin that loads.
#pragma once

#include <string>
#include <vector>

#include "plugin_host/plugin.hpp"

namespace usagestat::plugin_host {

struct PluginFindings {
  std::vector<std::string> errors;    // it cannot work
  std::vector<std::string> warnings;  // it works, but should be better
};

// Compiles and evaluates the script in an empty world for at most a second; probe() is not called.
PluginFindings validate_plugin(const PluginPtr& plugin);

}  // namespace usagestat::plugin_host
