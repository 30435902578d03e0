// SPDX-License-Identifier: MIT
// From the words of a command to story files.
#include <algorithm>
#include <set>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "usage/run_story.hpp"

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

Result<std::vector<path>> files_of(const std::string& word, const system::Filesystem& filesystem) {
  const bool is_one_name = word.find('/') == std::string::npos && word != "." && word != "..";
  for (const path& candidate : {path(word), path(k_story_directory) / word}) {
    const auto type = type_of(candidate, filesystem);
    if (type == Type::file) return std::vector<path>{candidate};
    if (type == Type::directory) {
      std::vector<path> found;
      USAGESTAT_CHECK(collect(candidate, 0, filesystem, found));
      if (!found.empty() || candidate == path(k_story_directory) / word || !is_one_name)
        return found;
    }
    if (!is_one_name) break;
  }
  return unknown_word(word, filesystem);
}

}  // namespace

Result<std::vector<path>> find_story_files(const std::vector<std::string>& words,
                                           const system::Filesystem& filesystem) {
  std::vector<path> all;
  std::set<std::string> seen;
  std::vector<std::string> wanted = words;
  if (wanted.empty()) wanted.emplace_back(k_story_directory);
  for (const std::string& word : wanted) {
    if (words.empty() && !filesystem.exists(path(word))) break;
    USAGESTAT_TRY(const std::vector<path> files, files_of(word, filesystem));
    for (const path& file : files)
      if (seen.insert(file.lexically_normal().generic_string()).second) all.push_back(file);
  }
  if (all.empty())
    return Error{ErrorKind::input, "There is no story to run.",
                 "Name a story file or a folder of them; the default is " +
                     std::string(k_story_directory) + "."};
  return all;
}

Result<story::Story> read_story_file(const path& file, system::Filesystem& filesystem) {
  USAGESTAT_TRY(const std::string text, filesystem.read_file(file));
  return story::parse_story(text, file.generic_string());
}

}  // namespace usagestat::usage
