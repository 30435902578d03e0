// SPDX-License-Identifier: MIT
// The files of a story, in memory: what it lists is all there is, and a probe can change it.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "story/story.hpp"
#include "system/filesystem.hpp"

namespace usagestat::story {

// No symbolic links, locks are always free. A listed database is a file here; what is in it belongs
// to the story's Database.
class StoryFiles final : public system::Filesystem {
 public:
  explicit StoryFiles(const Story& story);

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
  struct File {
    std::string content;
    std::uint32_t mode = 0600;
    bool read_only = false;
    base::TimePoint modified{};
  };

  std::string key_of(const system::Path& path) const;
  bool is_directory(const std::string& key) const;
  void add_parents(const std::string& key);

  system::Platform platform_;
  base::TimePoint now_;
  mutable std::mutex mutex_;
  std::map<std::string, File> files_;
  std::set<std::string> directories_;
};

}  // namespace usagestat::story
