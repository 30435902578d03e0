// SPDX-License-Identifier: MIT
#include "usage/workspace.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "embedded/demo_stories.hpp"
#include "plugin_host/bundled_plugins.hpp"
#include "system/app_paths.hpp"
#include "usage/detect_credentials.hpp"
#include "usage/run_story.hpp"
#include "usage/select_instances.hpp"

namespace usagestat::usage {
namespace {

using base::Result;
using std::filesystem::path;

// Each demo story stands for one [[providers]] entry.
model::Config demo_config(const std::vector<story::Story>& stories,
                          const plugin_host::PluginCatalog& catalog) {
  model::Config config;
  for (const story::Story& story : stories) {
    if (const auto plugin = catalog.find(story.provider_id))
      config.providers.push_back(story_instance(story, plugin).config);
  }
  return config;
}

}  // namespace

Workspace::Workspace(system::System system, base::LogSink& log, WorkspaceOptions options)
    : system_(std::move(system)),
      log_(log),
      options_(std::move(options)),
      store_(data_directory(), system_, log_) {}

Result<const config::ReadConfig*> Workspace::read_config() {
  if (config_) return &*config_;
  if (options_.demo) {
    USAGESTAT_CHECK(load_demo());
    return &*config_;
  }
  USAGESTAT_TRY(auto read, config::read_config(config_location(), system_));
  config_ = std::move(read);
  return &*config_;
}

Result<const model::Config*> Workspace::config() {
  const bool is_first = !config_;
  USAGESTAT_TRY(const config::ReadConfig* read, read_config());
  if (auto error = config::first_error(*read)) return *std::move(error);
  if (is_first) {
    for (const config::ConfigIssue& issue : read->issues)
      log_.log(base::LogLevel::warning, "config", config::format_issue(issue));
    if (read->config.defaults.timezone) {
      USAGESTAT_TRY(system_.time_zone, system::find_time_zone(*read->config.defaults.timezone));
    }
    system_.http.configure({read->config.network.proxy, read->config.network.ca_bundle});
  }
  return &read->config;
}

Result<const plugin_host::PluginCatalog*> Workspace::catalog() {
  if (catalog_) return &*catalog_;
  USAGESTAT_TRY(const model::Config* config, this->config());
  if (!catalog_) catalog_ = plugin_host::load_catalog(catalog_sources(*config), system_.filesystem);
  for (const plugin_host::PluginProblem& problem : catalog_->problems)
    log_.log(base::LogLevel::warning, "plugins", problem.where + ": " + problem.error.message);
  return &*catalog_;
}

Result<void> Workspace::load_demo() {
  for (const base::EmbeddedFile& file : embedded::demo_stories()) {
    USAGESTAT_TRY(story::Story story, story::parse_story(file.text, file.path));
    demo_.push_back(std::move(story));
  }
  plugin_host::CatalogSources sources;
  sources.bundled = plugin_host::bundled_plugins();
  catalog_ = plugin_host::load_catalog(sources, system_.filesystem);
  config_.emplace();
  config_->config = demo_config(demo_, *catalog_);
  if (!demo_.empty()) {
    USAGESTAT_TRY(system_.time_zone, system::find_time_zone(demo_.front().time_zone));
  }
  return {};
}

plugin_host::CatalogSources Workspace::catalog_sources(const model::Config& config) const {
  plugin_host::CatalogSources sources;
  for (const std::string& directory : options_.plugin_dirs)
    sources.directories.emplace_back(directory);
  for (const std::string& directory : config.plugin_dirs)
    sources.directories.emplace_back(directory);
  auto listed = system_.environment.get("USAGESTAT_PLUGIN_DIR");
  if (!listed) listed = system_.environment.get("AI_USAGE_PLUGIN_DIR");  // of the predecessor
  if (listed) {
    const bool is_windows = system_.environment.platform() == system::Platform::windows;
    for (const std::string& directory : base::split(*listed, is_windows ? ';' : ':')) {
      if (!directory.empty()) sources.directories.emplace_back(directory);
    }
  }
  sources.directories.push_back(system::config_directory(system_.environment, system_.filesystem) /
                                "plugins");
  sources.untrusted_directory = system_.environment.current_directory() / "plugins";
  sources.bundled = plugin_host::bundled_plugins();
  return sources;
}

Result<std::vector<Instance>> Workspace::instances() {
  USAGESTAT_TRY(const model::Config* config, this->config());
  USAGESTAT_TRY(const plugin_host::PluginCatalog* catalog, this->catalog());
  return all_instances(*catalog, *config,
                       [this](const model::ProviderManifest& manifest,
                              const model::ProviderConfig& entry) -> std::optional<std::string> {
                         // A demo shows its own accounts, not what lies on this machine.
                         if (options_.demo) return std::nullopt;
                         return detect_credential(manifest.detection, entry, system_);
                       });
}

Result<ProbeSettings> Workspace::probe_settings(model::SourceMode mode) {
  USAGESTAT_TRY(const model::Config* config, this->config());
  ProbeSettings settings;
  settings.mode = mode;
  settings.refresh_tokens = config->defaults.refresh_tokens;
  settings.timeout = config->defaults.timeout;
  settings.data_directory = data_directory();
  return settings;
}

const story::Story* Workspace::demo_story(const Instance& instance) const {
  for (const story::Story& story : demo_) {
    if (story.provider_id == instance.plugin->manifest.id &&
        story_instance(story, instance.plugin).key() == instance.key())
      return &story;
  }
  return nullptr;
}

model::UsageSnapshot Workspace::refresh(const Instance& instance, const ProbeSettings& settings,
                                        const RefreshPolicy& policy,
                                        const system::Deadline& deadline) {
  if (const story::Story* story = demo_story(instance))
    return run_story(*story, instance.plugin, log_, deadline).snapshot;
  // A demo asks nobody, and what it shows is not kept.
  if (options_.demo)
    return make_snapshot(
        instance,
        base::Error{base::ErrorKind::unsupported, "There is no demo account of this provider.",
                    "`usagestat list --demo` shows which there are."},
        now());
  const AskFunction ask = [&](const system::Deadline& until) {
    return ask_instance(instance, settings, system_, log_, until);
  };
  return refresh_instance(instance, settings, policy, ask, store_, system_, log_, deadline);
}

std::optional<model::UsageSnapshot> Workspace::stored(const Instance& instance,
                                                      const StoredByKey& all) const {
  if (const story::Story* story = demo_story(instance))
    return run_story(*story, instance.plugin, log_).snapshot;
  const auto found = all.find(instance.key());
  if (found == all.end()) return std::nullopt;
  return stored_snapshot(instance, found->second, system_.clock.now());
}

base::TimePoint Workspace::now() const {
  return demo_.empty() ? system_.clock.now() : demo_.front().now;
}

path Workspace::data_directory() const {
  return system::data_directory(system_.environment, system_.filesystem);
}

config::ConfigLocation Workspace::config_location() const {
  return config::locate_config(options_.config_path, system_.environment, system_.filesystem);
}

}  // namespace usagestat::usage
