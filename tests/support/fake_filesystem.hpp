// SPDX-License-Identifier: MIT
// Files in memory: modes, symbolic links, locks, and failures on demand.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "system/clock.hpp"
#include "system/filesystem.hpp"

namespace usagestat::support {

// Paths are absolute. Only the owner's permission bits count: a file without 0400 cannot be read, a
// directory without 0200 cannot be changed. Files are as old as `clock` says, else of 1970.
class FakeFilesystem final : public system::Filesystem {
 public:
  enum class Operation { read, write, append, list, create, rename, remove, lock };

  explicit FakeFilesystem(const system::Clock* clock = nullptr);

  // Preparation and inspection; nothing here fails or is counted.
  void put(const system::Path& path, std::string_view content, std::uint32_t mode = 0600);
  void put_directory(const system::Path& path, std::uint32_t mode = 0700);
  void put_link(const system::Path& path, const system::Path& target);
  void set_mode(const system::Path& path, std::uint32_t mode);
  std::optional<std::string> content(const system::Path& path) const;
  std::vector<system::Path> files() const;    // sorted, without lock files
  std::vector<system::Path> written() const;  // by write_file and append_file, in order
  void fail(Operation operation, const system::Path& path, base::Error error);  // until cleared
  void clear_failures();

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
  struct Node {
    enum class Type { file, directory, link };
    Type type = Type::file;
    std::string content;  // of a link: its target
    std::uint32_t mode = 0600;
    base::TimePoint modified{};
    bool is_lock = false;
  };
  struct Locks {
    std::mutex mutex;
    std::condition_variable_any released;
    std::set<std::string> held;
  };
  class Lock;

  base::TimePoint now() const;
  std::optional<std::string> resolve(const system::Path& path) const;
  const Node* find(const std::string& key) const;
  std::optional<base::Error> failure(Operation operation, const system::Path& path) const;
  std::optional<base::Error> make_parents(const std::string& key, std::uint32_t mode);
  base::Result<void> store(Operation operation, const system::Path& path, std::string_view content,
                           const system::WriteOptions& options);

  const system::Clock* clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Node> nodes_;
  std::map<std::pair<Operation, std::string>, base::Error> failures_;
  std::vector<system::Path> written_;
  std::shared_ptr<Locks> locks_ = std::make_shared<Locks>();
};

}  // namespace usagestat::support
