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
  bool sync = false;               // append_file: on disk before it returns
};

// A file that is read piece by piece; it stays the same one when its name is given to another.
class FileReader {
 public:
  virtual ~FileReader() = default;
  // What comes next, at most `max_bytes`; empty at the end.
  virtual base::Result<std::string> next(std::size_t max_bytes) = 0;
};

// A file that is written piece by piece and takes its name only when it is finished. Dropped
// without commit() it leaves nothing behind.
class FileReplacement {
 public:
  virtual ~FileReplacement() = default;
  virtual base::Result<void> write(std::string_view content) = 0;
  virtual base::Result<void> commit() = 0;
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

  // From byte `offset` on. Unless overridden it reads the whole file at once.
  virtual base::Result<std::unique_ptr<FileReader>> open_file(const Path& path,
                                                              std::uint64_t offset = 0);

  // Temporary file beside it, fsync, rename; a symbolic link is followed to the file it names.
  virtual base::Result<void> write_file(const Path& path, std::string_view content,
                                        const WriteOptions& options = {}) = 0;

  // As write_file(), for content that is not there as a whole. Unless overridden it collects it.
  virtual base::Result<std::unique_ptr<FileReplacement>> replace_file(
      const Path& path, const WriteOptions& options = {});

  // Adds to the end in one write; creates the file with `options.mode`.
  virtual base::Result<void> append_file(const Path& path, std::string_view content,
                                         const WriteOptions& options = {}) = 0;

  // Cuts off what lies beyond `size` bytes. Unless overridden it writes the rest anew.
  virtual base::Result<void> truncate_file(const Path& path, std::uint64_t size);

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
