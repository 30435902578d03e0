// SPDX-License-Identifier: MIT
// SQLite files of other programs.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

class Database {
 public:
  virtual ~Database() = default;

  // Rows of the first statement as objects, columns in their order: null, integer, double (null
  // when not finite), text, blob as text with replacement characters. `parameters` is an array (?1
  // …) or an object (:name). The file is never changed; a locked or WAL database is copied first.
  // Errors: io with SQLite's reason.
  virtual base::Result<base::json::array> rows(const std::filesystem::path& path,
                                               std::string_view sql,
                                               const base::json::value& parameters,
                                               const Deadline& deadline) = 0;

  // Runs all statements in one transaction on the file itself.
  virtual base::Result<void> execute(const std::filesystem::path& path, std::string_view sql,
                                     const base::json::value& parameters,
                                     const Deadline& deadline) = 0;
};

}  // namespace usagestat::system
