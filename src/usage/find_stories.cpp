// SPDX-License-Identifier: MIT
#include "usage/find_stories.hpp"

#include <algorithm>
#include <set>

#include "base/suggest.hpp"
#include "base/text.hpp"

namespace usagestat::usage {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::filesystem::path;
using Type = system::FileInfo::Type;

// Deep enough for every real tree, and an end to directories that link to themselves.
constexpr int k_max_depth = 16;

std::optional<Type> type_of(const path& candidate, const system::Filesystem& filesystem) {
  const auto info = filesystem.info(candidate);
  return info ? std::optional<Type>(info->type) : std::nullopt;
}

Result<void> collect(const path& directory, int depth, const system::Filesystem& filesystem,
                     std::vector<path>& found) {
  if (depth > k_max_depth) return {};
  USAGESTAT_TRY(const std::vector<std::string> names, filesystem.list_directory(directory));
  for (const std::string& name : names) {
    const path child = directory / name;
    const auto type = type_of(child, filesystem);
    if (type == Type::directory) {
      USAGESTAT_CHECK(collect(child, depth + 1, filesystem, found));
    } else if (type == Type::file && child.extension() == ".json") {
      found.push_back(child);
    }
  }
  return {};
}

Error unknown_word(const std::string& word, const system::Filesystem& filesystem) {
  Error error{ErrorKind::usage, "There is no story file, folder or provider called " + word + ".",
              "Stories of providers are looked for in " + std::string(k_story_directory) + "."};
  const auto names = filesystem.list_directory(path(k_story_directory));
  if (!names) return error;
  const auto nearest = base::nearest_words(word, *names);
  if (!nearest.empty()) error.hint = "Did you mean " + base::join(nearest, ", ") + "?";
  return error;
}

Error no_story(const path& where) {
  return {ErrorKind::input, "There is no story in " + where.generic_string() + ".",
          "A story is a .json file; see the plugin guide for its form."};
}

// A file or folder of that name wins over the provider of that id.
Result<std::vector<path>> files_of(const std::string& word, const system::Filesystem& filesystem) {
  std::vector<path> candidates{path(word)};
  const bool is_one_name = word.find('/') == std::string::npos && !word.starts_with('.');
  if (is_one_name) candidates.push_back(path(k_story_directory) / word);
  std::optional<path> empty_folder;
  for (const path& candidate : candidates) {
    const auto type = type_of(candidate, filesystem);
    if (type == Type::file) return std::vector<path>{candidate};
    if (type != Type::directory) continue;
    std::vector<path> found;
    USAGESTAT_CHECK(collect(candidate, 0, filesystem, found));
    if (!found.empty()) return found;
    empty_folder = candidate;
  }
  if (empty_folder) return no_story(*empty_folder);
  return unknown_word(word, filesystem);
}

}  // namespace

Result<std::vector<StoryFile>> find_stories(const std::vector<std::string>& words,
                                            system::Filesystem& filesystem) {
  std::vector<std::string> wanted = words;
  if (wanted.empty()) wanted.emplace_back(k_story_directory);
  if (words.empty() && !filesystem.exists(path(k_story_directory)))
    return no_story(path(k_story_directory));
  std::set<std::string> seen;
  std::vector<StoryFile> all;
  for (const std::string& word : wanted) {
    USAGESTAT_TRY(const std::vector<path> files, files_of(word, filesystem));
    for (const path& file : files)
      if (seen.insert(file.lexically_normal().generic_string()).second) all.push_back({file});
  }
  std::sort(all.begin(), all.end(), [](const StoryFile& a, const StoryFile& b) {
    return a.path.generic_string() < b.path.generic_string();
  });
  return all;
}

}  // namespace usagestat::usage
