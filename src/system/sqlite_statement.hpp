// SPDX-License-Identifier: MIT
// A prepared statement: values in, rows out.
#pragma once

#include <string_view>

#include "base/json.hpp"

namespace usagestat::system {

class SqliteStatement {
 public:
  // `sql` loses the statement that was prepared from its front. After an error, or when only blanks
  // and comments were left, is_empty() is true; code() tells which.
  SqliteStatement(void* connection, std::string_view& sql);
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;
  ~SqliteStatement();

  bool is_empty() const { return !handle_; }
  bool only_reads() const;

  // An array for ?1, ?2 …, an object for :name, @name or $name, null for none. False when the
  // values do not fit the statement. In a script, what a statement does not mention is for another
  // one.
  enum class Surplus { refused, allowed };
  bool bind(const base::json::value& parameters, Surplus surplus);

  // The library's code: a row is there, no more rows, or an error.
  int step();
  base::json::object row() const;
  std::size_t row_bytes() const;

  int code() const { return code_; }

 private:
  bool bind_one(int index, const base::json::value& value);
  base::json::value column(int index) const;

  void* handle_ = nullptr;
  int code_ = 0;
};

}  // namespace usagestat::system
