// SPDX-License-Identifier: MIT
#include "repository/source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace usagestat::repository {
namespace {

namespace fs = std::filesystem;

bool is_skipped(const std::string& name, bool is_top) {
  if (name == ".git" || name == "node_modules") return true;
  return is_top && (name.starts_with("build") || name == ".cache" || name == "dist");
}

void add_files(const fs::path& root, const fs::path& directory, SourceTree& tree) {
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_symlink() || is_skipped(name, directory == root)) continue;
    if (entry.is_directory()) {
      add_files(root, entry.path(), tree);
    } else {
      std::ifstream file(entry.path(), std::ios::binary);
      tree.push_back({entry.path().lexically_relative(root).generic_string(),
                      {std::istreambuf_iterator<char>(file), {}}});
    }
  }
}

}  // namespace

bool SourceFile::is_below(std::string_view start) const { return path.starts_with(start); }

bool SourceFile::has_extension(std::string_view extension) const {
  return path.ends_with(extension);
}

std::string_view SourceFile::folder() const {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string_view() : std::string_view(path).substr(0, slash);
}

std::string_view SourceFile::name() const {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string_view(path)
                                    : std::string_view(path).substr(slash + 1);
}

SourceTree read_tree(const fs::path& root) {
  SourceTree tree;
  add_files(root, root, tree);
  std::ranges::sort(tree, {}, &SourceFile::path);
  return tree;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string finding(const SourceFile& file, std::size_t line, std::string_view what) {
  return file.path + ":" + std::to_string(line) + ": " + std::string(what);
}

}  // namespace usagestat::repository
