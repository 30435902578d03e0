// SPDX-License-Identifier: MIT
// Config, plugins and paths of this run, loaded on first use so that --help reads nothing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "config/config_location.hpp"
#include "config/read_config.hpp"
#include "model/usage_snapshot.hpp"
#include "plugin_host/plugin_catalog.hpp"
#include "story/story.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"
#include "usage/instance.hpp"
#include "usage/probe_instance.hpp"
#include "usage/refresh.hpp"
#include "usage/snapshot_store.hpp"

namespace usagestat::usage {

struct WorkspaceOptions {
  std::optional<std::string> config_path;  // --config
  std::vector<std::string> plugin_dirs;    // --plugin-dir
  bool demo = false;                       // --demo: recorded accounts; no config, no network
};

class Workspace {
 public:
  Workspace(system::System system, base::LogSink& log, WorkspaceOptions options);

  // The config with everything that was found wrong in it; an error only when it cannot be read.
  base::Result<const config::ReadConfig*> read_config();

  // The config, if it has no error (kind config, naming the first one).
  base::Result<const model::Config*> config();

  base::Result<const plugin_host::PluginCatalog*> catalog();
  base::Result<std::vector<Instance>> instances();

  // `mode` of the command line wins over an entry's.
  base::Result<ProbeSettings> probe_settings(model::SourceMode mode);

  // One instance's snapshot: from the store, from its plugin or custom command, or its demo story
  // replayed. Thread-safe: it only reads what config() and catalog() have loaded.
  model::UsageSnapshot refresh(const Instance& instance, const ProbeSettings& settings,
                               const RefreshPolicy& policy, const system::Deadline& deadline);

  // What the store has of an instance, or its demo story's snapshot; asks nobody. Empty when there
  // is nothing.
  std::optional<model::UsageSnapshot> stored(const Instance& instance,
                                             const StoredByKey& all) const;

  bool is_demo() const { return options_.demo; }
  SnapshotStore& store() { return store_; }

  // The clock's time, or the demo's.
  base::TimePoint now() const;

  // With the time zone and the network settings of the config once config() has been called.
  const system::System& system() const { return system_; }
  base::LogSink& log() const { return log_; }
  std::filesystem::path data_directory() const;
  config::ConfigLocation config_location() const;

 private:
  base::Result<void> load_demo();
  const story::Story* demo_story(const Instance& instance) const;
  plugin_host::CatalogSources catalog_sources(const model::Config& config) const;

  system::System system_;
  base::LogSink& log_;
  WorkspaceOptions options_;
  SnapshotStore store_;
  std::optional<config::ReadConfig> config_;
  std::optional<plugin_host::PluginCatalog> catalog_;
  std::vector<story::Story> demo_;
};

}  // namespace usagestat::usage
