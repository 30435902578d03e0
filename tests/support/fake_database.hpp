// SPDX-License-Identifier: MIT
// Databases that answer prepared rows. Where SQL matters, system::MemoryDatabase runs it.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "system/database.hpp"

namespace usagestat::support {

class FakeDatabase final : public system::Database {
 public:
  struct Call {
    std::filesystem::path path;
    std::string sql;
    base::json::value parameters;
  };

  // What this query of this file gives, every time.
  void on(const std::filesystem::path& path, std::string sql, base::json::array rows);
  void on_error(const std::filesystem::path& path, std::string sql, base::Error error);

  std::vector<Call> queries() const;
  std::vector<Call> executed() const;

  // Kind io for what was not prepared.
  base::Result<base::json::array> rows(const std::filesystem::path& path, std::string_view sql,
                                       const base::json::value& parameters,
                                       const system::Deadline& deadline) override;
  // Always works unless an error was prepared.
  base::Result<void> execute(const std::filesystem::path& path, std::string_view sql,
                             const base::json::value& parameters,
                             const system::Deadline& deadline) override;

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, base::Result<base::json::array>> answers_;
  std::vector<Call> queries_;
  std::vector<Call> executed_;
};

}  // namespace usagestat::support
