// SPDX-License-Identifier: MIT
#include "story/record_files.hpp"

namespace usagestat::story {
namespace {

using base::Result;
using system::FileInfo;
using system::Path;

void note_content(RecordedFile& file, const std::string& content) {
  if (file.kind != RecordedFile::Kind::seen || file.changed) return;
  file.kind = RecordedFile::Kind::content;
  file.content = content;
}

}  // namespace

void RecordingFiles::note_info(const Path& path, const std::optional<FileInfo>& info) const {
  if (!info || info->type == FileInfo::Type::other) return;
  const std::string key = world_.asked_path(path);
  const std::lock_guard guard(world_.mutex);
  const auto [file, is_new] = world_.files.try_emplace(key);
  if (is_new && info->type == FileInfo::Type::directory)
    file->second.kind = RecordedFile::Kind::directory;
  if (!file->second.changed && !file->second.modified) file->second.modified = info->modified;
}

void RecordingFiles::note_before_change(const Path& path) {
  const std::string key = world_.asked_path(path);
  const auto content = real_.read_file(path);
  const std::lock_guard guard(world_.mutex);
  const auto [file, is_new] = world_.files.try_emplace(key);
  if (is_new && !content) file->second.existed = false;
  if (content) note_content(file->second, *content);
  file->second.changed = true;
}

Result<std::string> RecordingFiles::read_file(const Path& path, std::size_t max_bytes) {
  auto content = real_.read_file(path, max_bytes);
  if (!content) {
    if (real_.exists(path))
      world_.add_problem(
          "A file that could not be read is empty in this story: " + world_.asked_path(path) + ".");
    note_info(path, real_.info(path));
    return content;
  }
  const std::string key = world_.asked_path(path);
  const std::lock_guard guard(world_.mutex);
  note_content(world_.files[key], *content);
  return content;
}

Result<void> RecordingFiles::write_file(const Path& path, std::string_view content,
                                        const system::WriteOptions& options) {
  note_before_change(path);
  return real_.write_file(path, content, options);
}

Result<void> RecordingFiles::append_file(const Path& path, std::string_view content,
                                         const system::WriteOptions& options) {
  note_before_change(path);
  return real_.append_file(path, content, options);
}

std::optional<FileInfo> RecordingFiles::info(const Path& path) const {
  const auto info = real_.info(path);
  note_info(path, info);
  return info;
}

Result<std::vector<std::string>> RecordingFiles::list_directory(const Path& path) const {
  auto names = real_.list_directory(path);
  note_info(path, real_.info(path));
  if (names)
    for (const std::string& name : *names) note_info(path / name, real_.info(path / name));
  return names;
}

Result<void> RecordingFiles::create_directories(const Path& path, std::uint32_t mode) {
  return real_.create_directories(path, mode);
}

Result<void> RecordingFiles::rename(const Path& from, const Path& to) {
  note_before_change(from);
  note_before_change(to);
  return real_.rename(from, to);
}

Result<void> RecordingFiles::remove(const Path& path) {
  note_before_change(path);
  return real_.remove(path);
}

Result<Path> RecordingFiles::real_path(const Path& path) const {
  auto real = real_.real_path(path);
  if (!real) return real;
  const std::string asked = path.lexically_normal().generic_string();
  const std::string resolved = real->generic_string();
  if (asked != resolved && path.is_absolute()) {
    const std::lock_guard guard(world_.mutex);
    world_.aliases.try_emplace(resolved, asked);
  }
  return real;
}

bool RecordingFiles::can_write(const Path& path) const {
  const bool can = real_.can_write(path);
  if (!can && real_.exists(path)) {
    note_info(path, real_.info(path));
    const std::string key = world_.asked_path(path);
    const std::lock_guard guard(world_.mutex);
    world_.files[key].read_only = true;
  }
  return can;
}

Result<std::unique_ptr<system::FileLock>> RecordingFiles::lock(const Path& path,
                                                               const system::Deadline& deadline) {
  return real_.lock(path, deadline);
}

}  // namespace usagestat::story
