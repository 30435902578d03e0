// SPDX-License-Identifier: MIT
// Rules about files as wholes: size, license, listing, folder names, paths of machines.
#include <algorithm>

#include "repository/rules.hpp"

namespace usagestat::repository {
namespace {

bool is_source(const SourceFile& file) {
  return file.has_extension(".cpp") || file.has_extension(".hpp");
}

// Files that can carry the license as a comment in their first lines.
bool carries_license(const SourceFile& file) {
  if (file.is_below("tests/fixtures/") || file.is_below("tests/golden/") ||
      file.is_below("completions/") || file.is_below("man/") || file.is_below("src/cli/templates/"))
    return false;
  // Becomes a part of a file of Duktape.
  if (file.path == "cmake/deps/duk_overrides.h") return false;
  for (const std::string_view extension :
       {".cpp", ".hpp", ".c", ".h", ".js", ".ts", ".cmake", ".sh"})
    if (file.has_extension(extension)) return true;
  return file.name() == "CMakeLists.txt" || file.path == "dev" || file.is_below(".ci/");
}

std::size_t most_lines(const SourceFile& file) {
  const bool is_script = file.has_extension(".js");
  if (file.is_below("src/") && (is_source(file) || is_script)) return 400;
  if (file.is_below("plugins/") && is_script) return 350;
  if (file.is_below("tests/") && is_source(file)) return 600;
  return 0;
}

// A whole word of a CMakeLists.txt: "text.cpp" does not name "display_text.cpp".
bool names_file(std::string_view text, std::string_view name) {
  const auto is_boundary = [](char c) {
    return c == ' ' || c == '\n' || c == '(' || c == ')' || c == '"' || c == ';' || c == '\t';
  };
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || is_boundary(text[at - 1])) && (end == text.size() || is_boundary(text[end])))
      return true;
  }
  return false;
}

// The text without its comments, where a file may be named that is not built.
std::string without_comments(std::string_view text) {
  std::string result;
  for (const std::string_view line : lines_of(text)) {
    result += line.substr(0, line.find('#'));
    result += '\n';
  }
  return result;
}

// The CMakeLists.txt in the nearest folder above `file`, or nullptr.
const SourceFile* cmake_of(const SourceTree& tree, const SourceFile& file) {
  for (std::string_view folder = file.folder(); !folder.empty();
       folder = folder.substr(0, folder.rfind('/'))) {
    const auto found =
        std::ranges::find(tree, std::string(folder) + "/CMakeLists.txt", &SourceFile::path);
    if (found != tree.end()) return &*found;
    if (folder.find('/') == std::string_view::npos) break;
  }
  return nullptr;
}

}  // namespace

Findings find_long_files(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    const std::size_t limit = most_lines(file);
    const std::size_t count = lines_of(file.text).size();
    if (limit != 0 && count > limit)
      findings.push_back(file.path + ": " + std::to_string(count) + " lines, at most " +
                         std::to_string(limit));
  }
  return findings;
}

Findings find_missing_licenses(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!carries_license(file)) continue;
    const auto lines = lines_of(file.text);
    const std::size_t first = !lines.empty() && lines[0].starts_with("#!") ? 1 : 0;
    constexpr std::string_view k_license = "SPDX-License-Identifier: MIT";
    const bool has_it =
        lines.size() > first && (lines[first] == "// " + std::string(k_license) ||
                                 lines[first] == "# " + std::string(k_license) ||
                                 lines[first].starts_with("/* " + std::string(k_license)));
    if (!has_it) findings.push_back(finding(file, first + 1, "the SPDX line is missing"));
  }
  return findings;
}

Findings find_unlisted_sources(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!file.has_extension(".cpp") || !(file.is_below("src/") || file.is_below("tests/")))
      continue;
    const SourceFile* cmake = cmake_of(tree, file);
    if (cmake == nullptr) {
      findings.push_back(file.path + ": there is no CMakeLists.txt for it");
      continue;
    }
    const std::string name = file.path.substr(cmake->folder().size() + 1);
    if (!names_file(without_comments(cmake->text), name))
      findings.push_back(file.path + ": not named in " + cmake->path);
  }
  return findings;
}

Findings find_vague_folders(const SourceTree& tree) {
  Findings findings;
  for (const SourceFile& file : tree) {
    if (!file.is_below("src/")) continue;
    for (const std::string_view name :
         {"common", "core", "helpers", "misc", "shared", "util", "utils"})
      if (("/" + file.path).find("/" + std::string(name) + "/") != std::string::npos)
        findings.push_back(file.path + ": a folder called " + std::string(name) + " says nothing");
  }
  return findings;
}

Findings find_workplaces(const SourceTree& tree) {
  // Put together here, so that this file does not find itself.
  const std::string root = "/work";
  const std::string patterns[] = {root + "/main",
                                  root + "/shared",
                                  root + "/.library",
                                  "/tmp"
                                  "/brief",
                                  "bash_"
                                  "jobs",
                                  "founding"
                                  " day"};
  Findings findings;
  for (const SourceFile& file : tree) {
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.text)) {
      ++number;
      for (const std::string& pattern : patterns)
        if (line.find(pattern) != std::string_view::npos)
          findings.push_back(
              finding(file, number, "names a place outside the repository: " + pattern));
    }
  }
  return findings;
}

}  // namespace usagestat::repository
