// SPDX-License-Identifier: MIT
// The machine's own files.
#pragma once

#include "system/filesystem.hpp"

namespace usagestat::system {

class RealFilesystem final : public Filesystem {
 public:
  base::Result<std::string> read_file(const Path& path, std::size_t max_bytes) override;
  base::Result<std::unique_ptr<FileReader>> open_file(const Path& path,
                                                      std::uint64_t offset) override;
  base::Result<void> write_file(const Path& path, std::string_view content,
                                const WriteOptions& options) override;
  base::Result<std::unique_ptr<FileReplacement>> replace_file(const Path& path,
                                                              const WriteOptions& options) override;
  base::Result<void> append_file(const Path& path, std::string_view content,
                                 const WriteOptions& options) override;
  base::Result<void> truncate_file(const Path& path, std::uint64_t size) override;
  std::optional<FileInfo> info(const Path& path) const override;
  base::Result<std::vector<std::string>> list_directory(const Path& path) const override;
  base::Result<void> create_directories(const Path& path, std::uint32_t mode) override;
  base::Result<void> rename(const Path& from, const Path& to) override;
  base::Result<void> remove(const Path& path) override;
  base::Result<Path> real_path(const Path& path) const override;
  bool can_write(const Path& path) const override;
  base::Result<std::unique_ptr<FileLock>> lock(const Path& path, const Deadline& deadline) override;
};

}  // namespace usagestat::system
