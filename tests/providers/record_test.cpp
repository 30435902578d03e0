// SPDX-License-Identifier: MIT
// Records a probe of every bundled provider in the world of each of its stories: what was recorded
// must play to the same end, and no credential of the story may be left in it.
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "base/log.hpp"
#include "base/redact.hpp"
#include "base/text.hpp"
#include "plugin_host/plugin_catalog.hpp"
#include "story/record_story.hpp"
#include "story/story_world.hpp"
#include "system/real_filesystem.hpp"
#include "usage/find_stories.hpp"
#include "usage/probe_instance.hpp"
#include "usage/run_story.hpp"

namespace usagestat {
namespace {

const std::filesystem::path k_root = USAGESTAT_SOURCE_DIR;

struct Recording {
  std::string text;
  std::vector<std::string> problems;
};

Recording record(const story::Story& story, const plugin_host::PluginPtr& plugin) {
  const story::StoryWorld world(story);
  story::StoryRecorder recorder(world.system());
  usage::ProbeSettings settings;
  settings.mode = story.mode;
  settings.refresh_tokens = base::string_member(story.config, "refreshTokens") != "never";
  settings.data_directory = "/home/story/.local/share/usagestat";
  const auto snapshot =
      usage::probe_instance(usage::story_instance(story, plugin), settings, recorder.system(),
                            base::null_log(), system::Deadline::after(std::chrono::seconds(5)));
  const auto document = recorder.finish(story.provider_id, model::to_string(story.mode),
                                        story.config, usage::story_outcome(snapshot));
  return {base::write_json(document, base::JsonStyle::pretty), recorder.problems()};
}

bool is_credential(const std::string& name, const std::string& value) {
  return base::is_secret_name(name) && value.size() >= 16 &&
         value.find_first_of(" \"'") == std::string::npos;
}

TEST_CASE("recorded probes of the bundled providers play to the same end") {
  system::RealFilesystem filesystem;
  plugin_host::CatalogSources sources;
  sources.directories = {k_root / "plugins"};
  const auto catalog = plugin_host::load_catalog(sources, filesystem);
  const auto files =
      usage::find_stories({(k_root / usage::k_story_directory).string()}, filesystem);
  REQUIRE(files.has_value());
  for (const usage::StoryFile& file : *files) {
    const auto story = usage::read_story_file(file.path, filesystem);
    const auto plugin = story ? catalog.find(story->provider_id) : nullptr;
    if (!plugin) continue;  // providers_test reports it
    const Recording recording = record(*story, plugin);
    const auto recorded = story::parse_story(recording.text, "recorded.json");
    INFO(file.path.lexically_relative(k_root).generic_string() << "\n" << recording.text);
    INFO((recorded ? std::string() : recorded.error().message));
    REQUIRE(recorded.has_value());
    const auto run = usage::run_story(*recorded, plugin, base::null_log());
    INFO(base::join(run.differences, "\n"));
    CHECK(run.passed);
    for (const auto& [name, value] : story->env)
      if (is_credential(name, value)) CHECK(recording.text.find(value) == std::string::npos);
  }
}

}  // namespace
}  // namespace usagestat
