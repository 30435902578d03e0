// SPDX-License-Identifier: MIT
#include "story/story_files.hpp"

#include <utility>

#include "base/text.hpp"

namespace usagestat::story {
namespace {

using base::Result;
using system::Path;

base::Error failed(std::string_view verb, const std::string& key, std::string_view reason) {
  return {base::ErrorKind::io,
          "Cannot " + std::string(verb) + " " + key + ": " + std::string(reason) + ".", ""};
}

constexpr std::string_view k_missing = "no such file or directory";
constexpr std::string_view k_is_directory = "it is a directory";

// What a database file begins with; its rows are not kept here.
constexpr std::string_view k_sqlite_magic{"SQLite format 3\0", 16};

bool is_absolute(std::string_view path) {
  const bool has_drive = path.size() >= 3 && path[1] == ':' && path[2] == '/';
  return path.starts_with('/') || has_drive;
}

class FreeLock final : public system::FileLock {};

}  // namespace

std::string story_path(std::string_view written, system::Platform platform) {
  std::string path(written);
  if (platform == system::Platform::windows) path = base::replace_all(path, "\\", "/");
  if (path == "~" || path.starts_with("~/"))
    path = std::string(k_story_home) + path.substr(1);
  else if (!is_absolute(path))
    path = std::string(k_story_home) + "/" + path;
  path = Path(path).lexically_normal().generic_string();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

StoryFiles::StoryFiles(const Story& story) : platform_(story.platform), now_(story.now) {
  directories_.insert("/");
  directories_.insert(std::string(k_story_home));
  add_parents(std::string(k_story_home));
  for (const auto& [written, given] : story.files) {
    const std::string key = story_path(written, platform_);
    add_parents(key);
    if (given.kind == StoryFile::Kind::directory) {
      directories_.insert(key);
      continue;
    }
    File file;
    file.content =
        given.kind == StoryFile::Kind::sqlite ? std::string(k_sqlite_magic) : given.content;
    file.read_only = given.read_only;
    file.modified = given.modified.value_or(now_);
    files_[key] = std::move(file);
  }
}

std::string StoryFiles::key_of(const Path& path) const {
  return story_path(path.generic_string(), platform_);
}

void StoryFiles::add_parents(const std::string& key) {
  for (std::size_t slash = key.rfind('/'); slash != std::string::npos && slash > 0;
       slash = key.rfind('/', slash - 1))
    directories_.insert(key.substr(0, slash));
}

bool StoryFiles::is_directory(const std::string& key) const { return directories_.contains(key); }

Result<std::string> StoryFiles::read_file(const Path& path, std::size_t max_bytes) {
  const std::lock_guard guard(mutex_);
  const std::string key = key_of(path);
  if (is_directory(key)) return failed("read", key, k_is_directory);
  const auto file = files_.find(key);
  if (file == files_.end()) return failed("read", key, k_missing);
  if (file->second.content.size() > max_bytes) return failed("read", key, "it is too large");
  return file->second.content;
}

Result<void> StoryFiles::write_file(const Path& path, std::string_view content,
                                    const system::WriteOptions& options) {
  const std::lock_guard guard(mutex_);
  const std::string key = key_of(path);
  if (is_directory(key)) return failed("write", key, k_is_directory);
  const bool is_new = !files_.contains(key);
  const std::string parent = Path(key).parent_path().generic_string();
  if (!is_directory(parent) && !options.create_directories) return failed("write", key, k_missing);
  if (!is_new && files_[key].read_only) return failed("write", key, "permission denied");
  if (files_.contains(parent)) return failed("write", key, "not a directory");
  File& file = files_[key];
  file.content = content;
  file.modified = now_;
  if (is_new || !options.keep_mode) file.mode = options.mode;
  add_parents(key);
  return {};
}

Result<void> StoryFiles::append_file(const Path& path, std::string_view content,
                                     const system::WriteOptions& options) {
  std::string whole;
  {
    const std::lock_guard guard(mutex_);
    const auto file = files_.find(key_of(path));
    if (file != files_.end()) whole = file->second.content;
  }
  whole += content;
  return write_file(path, whole, options);
}

std::optional<system::FileInfo> StoryFiles::info(const Path& path) const {
  const std::lock_guard guard(mutex_);
  const std::string key = key_of(path);
  system::FileInfo info;
  if (is_directory(key)) {
    info.type = system::FileInfo::Type::directory;
    info.modified = now_;
    info.mode = 0700;
    return info;
  }
  const auto file = files_.find(key);
  if (file == files_.end()) return std::nullopt;
  info.type = system::FileInfo::Type::file;
  info.size = file->second.content.size();
  info.modified = file->second.modified;
  info.mode = file->second.mode;
  return info;
}

Result<std::vector<std::string>> StoryFiles::list_directory(const Path& path) const {
  const std::lock_guard guard(mutex_);
  const std::string key = key_of(path);
  if (files_.contains(key)) return failed("list", key, "not a directory");
  if (!is_directory(key)) return failed("list", key, k_missing);
  const std::string prefix = key == "/" ? key : key + "/";
  std::set<std::string> names;
  const auto add = [&](const std::string& candidate) {
    if (!candidate.starts_with(prefix) || candidate.size() == prefix.size()) return;
    const std::string rest = candidate.substr(prefix.size());
    if (rest.find('/') == std::string::npos) names.insert(rest);
  };
  for (const auto& [name, file] : files_) add(name);
  for (const std::string& name : directories_) add(name);
  return std::vector<std::string>(names.begin(), names.end());
}

Result<void> StoryFiles::create_directories(const Path& path, std::uint32_t) {
  const std::lock_guard guard(mutex_);
  const std::string key = key_of(path);
  if (files_.contains(key)) return failed("create the directory", key, "a file is in its place");
  directories_.insert(key);
  add_parents(key);
  return {};
}

Result<void> StoryFiles::rename(const Path& from, const Path& to) {
  const std::lock_guard guard(mutex_);
  const std::string source = key_of(from);
  const std::string target = key_of(to);
  const auto file = files_.find(source);
  if (file == files_.end()) return failed("rename", source, k_missing);
  if (is_directory(target)) return failed("rename", source, "the target is a directory");
  if (source == target) return {};
  File moved = std::move(file->second);
  files_.erase(file);
  files_[target] = std::move(moved);
  add_parents(target);
  return {};
}

Result<void> StoryFiles::remove(const Path& path) {
  const std::lock_guard guard(mutex_);
  const std::string key = key_of(path);
  const auto file = files_.find(key);
  if (file != files_.end() && file->second.read_only)
    return failed("remove", key, "permission denied");
  files_.erase(key);
  return {};
}

Result<Path> StoryFiles::real_path(const Path& path) const { return Path(key_of(path)); }

bool StoryFiles::can_write(const Path& path) const {
  const std::lock_guard guard(mutex_);
  const std::string key = key_of(path);
  if (is_directory(key)) return false;
  const auto file = files_.find(key);
  return file == files_.end() || !file->second.read_only;
}

Result<std::unique_ptr<system::FileLock>> StoryFiles::lock(const Path&,
                                                           const system::Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  return std::unique_ptr<system::FileLock>(std::make_unique<FreeLock>());
}

}  // namespace usagestat::story
