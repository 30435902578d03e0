// SPDX-License-Identifier: MIT
// Plays a story: a probe of its provider in the story's world, compared with what it expects.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "model/usage_snapshot.hpp"
#include "plugin_host/plugin.hpp"
#include "plugin_host/plugin_catalog.hpp"
#include "story/compare_story.hpp"
#include "story/story.hpp"
#include "system/deadline.hpp"
#include "system/filesystem.hpp"
#include "usage/find_stories.hpp"
#include "usage/instance.hpp"

namespace usagestat::usage {

struct StoryRun {
  bool passed = false;
  std::vector<std::string> differences;  // sentences; empty when it passed
  model::UsageSnapshot snapshot;         // fetched at the story's `now`
};

// At most 5 s. The plugin runs also from an untrusted folder: a story's world holds nothing real.
StoryRun run_story(const story::Story& story, const plugin_host::PluginPtr& plugin,
                   base::LogSink& log, const system::Deadline& deadline = system::Deadline());

// The story's `config` as the entry it stands for.
Instance story_instance(const story::Story& story, const plugin_host::PluginPtr& plugin);

// A snapshot in terms that stories speak of.
base::Result<story::StoryOutcome> story_outcome(const model::UsageSnapshot& snapshot);

// Reads and parses one file; errors name it.
base::Result<story::Story> read_story_file(const std::filesystem::path& path,
                                           system::Filesystem& filesystem);

// The differences of one story file played with the plugin of its provider. A file that is no story
// and a provider without a plugin are differences, too, so that the other stories still run.
std::vector<std::string> story_differences(const StoryFile& file,
                                           const plugin_host::PluginCatalog& catalog,
                                           system::Filesystem& filesystem, base::LogSink& log,
                                           const system::Deadline& deadline);

}  // namespace usagestat::usage
