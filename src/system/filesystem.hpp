// SPDX-License-Identifier: MIT
// Files and directories. Errors have kind io and name the path and the reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

using Path = std::filesystem::path;

struct FileInfo {
  enum class Type { file, directory, other };
  Type type = Type::other;
  std::uint64_t size = 0;
  base::TimePoint modified{};
  std::uint32_t mode = 0;  // permission bits; 0600 where the system has none
};

struct WriteOptions {
  std::uint32_t mode = 0600;       // for a new file
  bool keep_mode = true;           // an existing file keeps its mode
  bool create_directories = true;  // missing parents, 0700
};

// Held while it lives.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

class Filesystem {
 public:
  virtual ~Filesystem() = default;

  // The whole file; an error beyond `max_bytes`.
  virtual base::Result<std::string> read_file(const Path& path,
                                              std::size_t max_bytes = 64U << 20U) = 0;

  // Temporary file beside it, fsync, rename; a symbolic link is followed to the file it names.
  virtual base::Result<void> write_file(const Path& path, std::string_view content,
                                        const WriteOptions& options = {}) = 0;

  // Adds to the end in one write; creates the file with `options.mode`.
  virtual base::Result<void> append_file(const Path& path, std::string_view content,
                                         const WriteOptions& options = {}) = 0;

  // Symbolic links are followed; empty when there is nothing.
  virtual std::optional<FileInfo> info(const Path& path) const = 0;

  // Names (not paths), sorted bytewise, without "." and "..".
  virtual base::Result<std::vector<std::string>> list_directory(const Path& path) const = 0;

  virtual base::Result<void> create_directories(const Path& path, std::uint32_t mode = 0700) = 0;
  virtual base::Result<void> rename(const Path& from, const Path& to) = 0;
  virtual base::Result<void> remove(const Path& path) = 0;  // a missing file is no error

  // Absolute and normalised, symbolic links of the existing part resolved.
  virtual base::Result<Path> real_path(const Path& path) const = 0;

  // True when write_file() could replace this file (its directory allows it).
  virtual bool can_write(const Path& path) const = 0;

  // Waits for the machine-wide advisory lock on `path` (a lock file, created 0600). It is released
  // by the system when its holder dies.
  virtual base::Result<std::unique_ptr<FileLock>> lock(const Path& path,
                                                       const Deadline& deadline) = 0;

  bool exists(const Path& path) const { return info(path).has_value(); }
};

}  // namespace usagestat::system
