// SPDX-License-Identifier: MIT
// All plugins of this machine. A broken one is a listed problem, never a crash or a silent gap.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.hpp"
#include "base/error.hpp"
#include "plugin_host/plugin.hpp"
#include "system/filesystem.hpp"

namespace usagestat::plugin_host {

struct PluginProblem {
  std::string where;  // the folder
  base::Error error;  // kind input, naming file, line and column where there is one
};

struct PluginCatalog {
  std::vector<PluginPtr> plugins;  // by id, ids unique
  std::vector<PluginProblem> problems;

  PluginPtr find(std::string_view id_or_alias) const;  // letter case ignored; null when unknown
  std::vector<std::string> ids_and_aliases() const;
};

struct CatalogSources {
  std::vector<std::filesystem::path> directories;  // in order; the first plugin with an id wins
  std::span<const base::EmbeddedFile> bundled;     // paths "<id>/plugin.json", …
  std::filesystem::path untrusted_directory;       // ./plugins: listed, may_run = false; last
};

// Unreadable or missing directories are skipped; one that is named twice is read once.
PluginCatalog load_catalog(const CatalogSources& sources, system::Filesystem& filesystem);

// One folder, for `plugin validate`.
base::Result<PluginPtr> load_plugin(const std::filesystem::path& directory,
                                    system::Filesystem& filesystem);

}  // namespace usagestat::plugin_host
