// SPDX-License-Identifier: MIT
// One open SQLite database with JSON in and out. Neither SQL nor parameters can reach another file.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

class SqliteConnection {
 public:
  enum class Mode {
    read_only,
    immutable,   // no locks and no helper files: for a file that nobody changes
    read_write,  // never creates the file
    memory       // a new, empty one; the path is only for messages
  };

  SqliteConnection() = default;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection();

  // Kind io with SQLite's reason, as in all that follows.
  base::Result<void> open(const std::filesystem::path& path, Mode mode);

  // Rows of the first statement, which must only read. See Database::rows().
  base::Result<base::json::array> rows(std::string_view sql, const base::json::value& parameters,
                                       const Deadline& deadline);

  // All statements in one transaction.
  base::Result<void> execute(std::string_view sql, const base::json::value& parameters,
                             const Deadline& deadline);

  // True when the last failure may be due to another program's locks or to a directory that cannot
  // be written: reading a copy may help.
  bool copy_may_help() const;

 private:
  class DeadlineGuard;
  base::Error error(const Deadline& deadline);
  base::Error refuse(std::string_view reason);
  base::Result<void> run_all(std::string_view sql, const base::json::value& parameters,
                             const Deadline& deadline);
  base::Result<void> run_plain(const char* sql, const Deadline& deadline);

  void* handle_ = nullptr;
  std::filesystem::path path_;
  int last_code_ = 0;
};

}  // namespace usagestat::system
