// SPDX-License-Identifier: MIT
// Which story files `plugin test` runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "system/filesystem.hpp"

namespace usagestat::usage {

struct StoryFile {
  system::Path path;
};

// Where stories lie unless a command names others.
inline constexpr std::string_view k_story_directory = "tests/fixtures/providers";

// Each word is a story file, a folder (searched below) or a provider id (its folder under
// k_story_directory); no words mean all of k_story_directory. In path order, each once. Kind usage
// for a word that is none of these, input when a folder holds no story.
base::Result<std::vector<StoryFile>> find_stories(const std::vector<std::string>& words,
                                                  system::Filesystem& filesystem);

}  // namespace usagestat::usage
