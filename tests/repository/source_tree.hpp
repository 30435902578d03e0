// SPDX-License-Identifier: MIT
// The files of the repository in memory, so that a rule can be tried on files that do not exist.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace usagestat::repository {

struct SourceFile {
  std::string path;  // from the root, with slashes
  std::string text;

  bool is_below(std::string_view folder) const;          // "src/"
  bool has_extension(std::string_view extension) const;  // ".cpp"
  std::string_view folder() const;                       // "src/base" of "src/base/text.cpp"
  std::string_view name() const;                         // "text.cpp"
};

using SourceTree = std::vector<SourceFile>;

// Everything a person wrote: not .git, not what .gitignore names.
SourceTree read_tree(const std::filesystem::path& root);

std::vector<std::string_view> lines_of(std::string_view text);

// "path:line: what", for one finding.
std::string finding(const SourceFile& file, std::size_t line, std::string_view what);

}  // namespace usagestat::repository
