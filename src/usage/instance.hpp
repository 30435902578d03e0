// SPDX-License-Identifier: MIT
// One configured use of a provider: what a probe, a cache entry and an output row are about.
#pragma once

#include <string>
#include <vector>

#include "model/config.hpp"
#include "model/provider_json.hpp"
#include "plugin_host/plugin.hpp"

namespace usagestat::usage {

struct Instance {
  plugin_host::PluginPtr plugin;
  model::ProviderConfig config;  // of its [[providers]] entry; only the id for one without an entry
  model::Activation activation = model::Activation::off;
  std::string reason;  // why it is enabled, detected or off

  const std::string& key() const { return config.key(); }
  const std::string& display_name() const {
    return config.display_name ? *config.display_name : plugin->manifest.name;
  }
};

}  // namespace usagestat::usage
