// SPDX-License-Identifier: MIT
// plugin.json read strictly: a wrong type is an error, an unknown key a warning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/provider_manifest.hpp"

namespace usagestat::plugin_host {

struct ReadManifest {
  model::ProviderManifest manifest;
  std::vector<std::string> warnings;  // sentences
};

// `name` stands in errors (kind input): "my-tool/plugin.json". At most 256 KiB.
base::Result<ReadManifest> read_manifest(std::string_view text, std::string_view name);

}  // namespace usagestat::plugin_host
