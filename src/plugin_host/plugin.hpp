// SPDX-License-Identifier: MIT
// A plugin that was found: its manifest, its script and where both came from.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/provider_manifest.hpp"

namespace usagestat::plugin_host {

struct Script {
  std::string name;  // for error messages: "acme/plugin.js"
  std::string text;  // UTF-8
};

struct Plugin {
  model::ProviderManifest manifest;
  // Evaluated one after another in the same global scope; the entry is the last.
  std::vector<Script> scripts;
  std::filesystem::path directory;  // empty for a bundled one
  std::optional<std::string> icon_svg;
  std::optional<std::string> color_icon_svg;
  // A plugin of ./plugins is listed, but its code runs only when --plugin-dir names the folder.
  bool may_run = true;
  std::vector<std::string> warnings;  // of its manifest, sentences
};

using PluginPtr = std::shared_ptr<const Plugin>;

}  // namespace usagestat::plugin_host
