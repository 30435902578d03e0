// SPDX-License-Identifier: MIT
// Config, plugins and paths of this run, loaded on first use so that --help reads nothing.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "config/read_config.hpp"
#include "plugin_host/plugin_catalog.hpp"
#include "system/system.hpp"
#include "usage/instance.hpp"

namespace usagestat::usage {

struct WorkspaceOptions {
  std::optional<std::string> config_path;   // --config
  std::vector<std::string> plugin_dirs;     // --plugin-dir
};

class Workspace {
 public:
  Workspace(const system::System& system, base::LogSink& log, WorkspaceOptions options);

  // The config with its warnings. Kind config when it has errors; all of them are in the log.
  base::Result<const config::ReadConfig*> read_config();
  base::Result<const model::Config*> config();

  base::Result<const plugin_host::PluginCatalog*> catalog();
  base::Result<std::vector<Instance>> instances();

  // With the time zone of the config; the machine's before config() has been called.
  const system::System& system() const { return system_; }
  base::LogSink& log() const { return log_; }
  std::filesystem::path data_directory() const;
  config::ConfigLocation config_location() const;
  std::vector<std::filesystem::path> plugin_directories(const model::Config& config) const;

 private:
  system::System system_;
  base::LogSink& log_;
  WorkspaceOptions options_;
  std::optional<config::ReadConfig> config_;
  std::optional<plugin_host::PluginCatalog> catalog_;
};

}  // namespace usagestat::usage
