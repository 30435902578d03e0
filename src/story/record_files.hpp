// SPDX-License-Identifier: MIT
// A Filesystem that takes notes: every file as it was when the probe first saw it.
#pragma once

#include <string>

#include "story/recorded_world.hpp"
#include "system/filesystem.hpp"

namespace usagestat::story {

class RecordingFiles final : public system::Filesystem {
 public:
  RecordingFiles(system::Filesystem& real, RecordedWorld& world) : real_(real), world_(world) {}

  base::Result<std::string> read_file(const system::Path& path, std::size_t max_bytes) override;
  base::Result<void> write_file(const system::Path& path, std::string_view content,
                                const system::WriteOptions& options) override;
  base::Result<void> append_file(const system::Path& path, std::string_view content,
                                 const system::WriteOptions& options) override;
  std::optional<system::FileInfo> info(const system::Path& path) const override;
  base::Result<std::vector<std::string>> list_directory(const system::Path& path) const override;
  base::Result<void> create_directories(const system::Path& path, std::uint32_t mode) override;
  base::Result<void> rename(const system::Path& from, const system::Path& to) override;
  base::Result<void> remove(const system::Path& path) override;
  base::Result<system::Path> real_path(const system::Path& path) const override;
  bool can_write(const system::Path& path) const override;
  base::Result<std::unique_ptr<system::FileLock>> lock(const system::Path& path,
                                                       const system::Deadline& deadline) override;

 private:
  void note_info(const system::Path& path, const std::optional<system::FileInfo>& info) const;
  // Before a change: what is there now.
  void note_before_change(const system::Path& path);

  system::Filesystem& real_;
  RecordedWorld& world_;
};

}  // namespace usagestat::story
