// SPDX-License-Identifier: MIT
// A database copied to where only we can see it, together with what was not yet written into it.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

// A new directory with mode 0700, removed with all its content in the end.
class TemporaryDirectory {
 public:
  static base::Result<TemporaryDirectory> create();
  TemporaryDirectory(TemporaryDirectory&& other) noexcept;
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory();
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

// Copies `database` with its "-wal" and "-journal" into `directory`; the path of the copy. Kind io,
// also when all together are larger than 2 GiB.
base::Result<std::filesystem::path> copy_database(const std::filesystem::path& database,
                                                  const TemporaryDirectory& directory,
                                                  const Deadline& deadline);

}  // namespace usagestat::system
