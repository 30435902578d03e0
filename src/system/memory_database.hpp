// SPDX-License-Identifier: MIT
// Databases that exist only in memory, for recorded worlds and tests. SQL behaves as on files.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "system/database.hpp"

namespace usagestat::system {

class SqliteConnection;

class MemoryDatabase final : public Database {
 public:
  MemoryDatabase();
  ~MemoryDatabase() override;

  // Makes the database that `path` names, by these statements. Kind io with SQLite's reason.
  base::Result<void> create(const std::filesystem::path& path,
                            const std::vector<std::string>& statements);

  bool contains(const std::filesystem::path& path) const;

  // Kind io for a path that was not created. Thread-safe.
  base::Result<base::json::array> rows(const std::filesystem::path& path, std::string_view sql,
                                       const base::json::value& parameters,
                                       const Deadline& deadline) override;
  base::Result<void> execute(const std::filesystem::path& path, std::string_view sql,
                             const base::json::value& parameters,
                             const Deadline& deadline) override;

 private:
  SqliteConnection* find(const std::filesystem::path& path) const;

  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<SqliteConnection>> databases_;
};

}  // namespace usagestat::system
