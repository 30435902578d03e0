// SPDX-License-Identifier: MIT
// Which instances a command is about: the words typed, else everything that is enabled.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/config.hpp"
#include "plugin_host/plugin_catalog.hpp"
#include "usage/instance.hpp"

namespace usagestat::usage {

// What was found of a provider's credentials, or empty; see detect_credential().
using Detector = std::function<std::optional<std::string>(const model::ProviderManifest&,
                                                          const model::ProviderConfig&)>;

// Every instance there is, in output order: config entries first, in their order, then providers
// without an entry by id. Entries of unknown providers are left out (the config's validation names
// them).
std::vector<Instance> all_instances(const plugin_host::PluginCatalog& catalog,
                                    const model::Config& config, const Detector& detect);

struct Selection {
  std::vector<std::string> words;  // ids, aliases, instance ids or "all"; comma lists allowed
  bool include_off = false;        // --all
  std::vector<std::string> other_words{};  // what else could have been meant, for suggestions
};

// Named ones in the order typed, each once, also when they are off; without words every enabled or
// detected one (every one with include_off). A provider id stands for all of its instances.
// An unknown word: kind usage, with the nearest known ones in the hint.
base::Result<std::vector<Instance>> select_instances(const std::vector<Instance>& all,
                                                     const Selection& selection);

}  // namespace usagestat::usage
