// SPDX-License-Identifier: MIT
#include "usage/run_story.hpp"

#include <chrono>
#include <memory>

#include "base/json.hpp"
#include "story/story_world.hpp"
#include "usage/probe_instance.hpp"

namespace usagestat::usage {
namespace {

namespace json = base::json;

constexpr std::chrono::seconds k_time_limit{5};

// A string, or a reference that is resolved in the story's world.
std::optional<model::SecretReference> secret(const json::object& config, std::string_view key,
                                             system::Platform platform) {
  using Kind = model::SecretReference::Kind;
  const json::value* value = config.if_contains(key);
  if (value == nullptr) return std::nullopt;
  model::SecretReference reference;
  if (const auto variable = base::string_member(*value, "env")) {
    reference.kind = Kind::env;
    reference.value = *variable;
  } else if (const auto file = base::string_member(*value, "file")) {
    reference.kind = Kind::file;
    reference.value = story::story_path(*file, platform);
  } else if (const json::value* command = base::find_member(*value, "command")) {
    reference.kind = Kind::command;
    if (command->is_array())
      for (const json::value& word : command->get_array())
        if (word.is_string()) reference.command.emplace_back(word.get_string());
  } else {
    reference.value = base::string_member(config, key).value_or(std::string());
  }
  return reference;
}

model::ProviderConfig entry_of(const story::Story& story, const std::string& provider_id) {
  const json::object& config = story.config;
  model::ProviderConfig entry;
  entry.id = provider_id;
  entry.instance_id = base::string_member(config, "instanceId");
  entry.display_name = base::string_member(config, "displayName");
  entry.api_key = secret(config, "apiKey", story.platform);
  entry.cookie_header = secret(config, "cookieHeader", story.platform);
  entry.region = base::string_member(config, "region");
  entry.workspace_id = base::string_member(config, "workspaceId");
  entry.custom_command = base::string_member(config, "customCommand");
  if (const json::value* settings = config.if_contains("settings");
      settings && settings->is_object())
    entry.settings = settings->get_object();
  if (const json::value* env = config.if_contains("env"); env && env->is_object())
    for (const auto& variable : env->get_object())
      if (const auto text = base::string_member(*env, variable.key()))
        entry.env[std::string(variable.key())] = *text;
  if (const auto home = base::string_member(config, "home"))
    entry.home = story::story_path(*home, story.platform);
  return entry;
}

plugin_host::PluginPtr trusted(const plugin_host::PluginPtr& plugin) {
  if (plugin->may_run) return plugin;
  auto copy = std::make_shared<plugin_host::Plugin>(*plugin);
  copy->may_run = true;
  return copy;
}

}  // namespace

Instance story_instance(const story::Story& story, const plugin_host::PluginPtr& plugin) {
  Instance instance;
  instance.plugin = trusted(plugin);
  instance.config = entry_of(story, plugin->manifest.id);
  instance.activation = model::Activation::enabled;
  instance.reason = "story";
  return instance;
}

base::Result<story::StoryOutcome> story_outcome(const model::UsageSnapshot& snapshot) {
  if (snapshot.error)
    return base::Error{snapshot.error->kind, snapshot.error->message, snapshot.error->hint,
                       snapshot.error->retry_at};
  return story::StoryOutcome{snapshot.plan, snapshot.account, snapshot.source,
                             snapshot.display_name, snapshot.lines};
}

StoryRun run_story(const story::Story& story, const plugin_host::PluginPtr& plugin,
                   base::LogSink& log, const system::Deadline& deadline) {
  const story::StoryWorld world(story);
  ProbeSettings settings;
  settings.mode = story.mode;
  settings.refresh_tokens = base::string_member(story.config, "refreshTokens") != "never";
  settings.data_directory =
      std::filesystem::path(story::k_story_home) / ".local" / "share" / "usagestat";
  StoryRun run;
  run.snapshot = probe_instance(story_instance(story, plugin), settings, world.system(), log,
                                deadline.sooner(k_time_limit));
  run.differences = story::compare_story(story, story_outcome(run.snapshot), world);
  run.passed = run.differences.empty();
  return run;
}

base::Result<story::Story> read_story_file(const std::filesystem::path& path,
                                           system::Filesystem& filesystem) {
  USAGESTAT_TRY(const std::string text, filesystem.read_file(path));
  return story::parse_story(text, path.generic_string());
}

std::vector<std::string> story_differences(const StoryFile& file,
                                           const plugin_host::PluginCatalog& catalog,
                                           system::Filesystem& filesystem, base::LogSink& log,
                                           const system::Deadline& deadline) {
  const auto story = read_story_file(file.path, filesystem);
  if (!story) {
    std::string sentence = story.error().message;
    if (!story.error().hint.empty()) sentence += " " + story.error().hint;
    return {sentence};
  }
  const auto plugin = catalog.find(story->provider_id);
  if (!plugin) return {"There is no plugin for the provider \"" + story->provider_id + "\"."};
  return run_story(*story, plugin, log, deadline).differences;
}

}  // namespace usagestat::usage
