// SPDX-License-Identifier: MIT
// One SQLite connection to ":memory:" for each path.
#include "system/memory_database.hpp"

#include <utility>

#include "system/os_error.hpp"
#include "system/sqlite_connection.hpp"

namespace usagestat::system {
namespace {

std::string key_of(const std::filesystem::path& path) {
  return path.lexically_normal().generic_string();
}

base::Error missing(const std::filesystem::path& path) {
  return file_error("use the database", path, "there is no such file");
}

}  // namespace

MemoryDatabase::MemoryDatabase() = default;
MemoryDatabase::~MemoryDatabase() = default;

base::Result<void> MemoryDatabase::create(const std::filesystem::path& path,
                                          const std::vector<std::string>& statements) {
  auto connection = std::make_unique<SqliteConnection>();
  USAGESTAT_CHECK(connection->open(path, SqliteConnection::Mode::memory));
  for (const auto& statement : statements) {
    USAGESTAT_CHECK(connection->execute(statement, nullptr, Deadline()));
  }
  const std::lock_guard lock(mutex_);
  databases_[key_of(path)] = std::move(connection);
  return {};
}

SqliteConnection* MemoryDatabase::find(const std::filesystem::path& path) const {
  const auto found = databases_.find(key_of(path));
  return found == databases_.end() ? nullptr : found->second.get();
}

bool MemoryDatabase::contains(const std::filesystem::path& path) const {
  const std::lock_guard lock(mutex_);
  return find(path) != nullptr;
}

base::Result<base::json::array> MemoryDatabase::rows(const std::filesystem::path& path,
                                                     std::string_view sql,
                                                     const base::json::value& parameters,
                                                     const Deadline& deadline) {
  const std::lock_guard lock(mutex_);
  auto* const connection = find(path);
  if (!connection) return missing(path);
  return connection->rows(sql, parameters, deadline);
}

base::Result<void> MemoryDatabase::execute(const std::filesystem::path& path, std::string_view sql,
                                           const base::json::value& parameters,
                                           const Deadline& deadline) {
  const std::lock_guard lock(mutex_);
  auto* const connection = find(path);
  if (!connection) return missing(path);
  return connection->execute(sql, parameters, deadline);
}

}  // namespace usagestat::system
