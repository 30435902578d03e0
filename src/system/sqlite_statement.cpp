// SPDX-License-Identifier: MIT
// SQLite values as JSON and back.
#include "system/sqlite_statement.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <sqlite3.h>

#include "base/text.hpp"

namespace usagestat::system {
namespace {

sqlite3_stmt* raw(void* handle) { return static_cast<sqlite3_stmt*>(handle); }

}  // namespace

SqliteStatement::SqliteStatement(void* connection, std::string_view& sql) {
  const char* rest = sql.data();
  sqlite3_stmt* statement = nullptr;
  code_ = sqlite3_prepare_v2(static_cast<sqlite3*>(connection), sql.data(),
                             static_cast<int>(sql.size()), &statement, &rest);
  handle_ = statement;
  sql = code_ == SQLITE_OK ? sql.substr(static_cast<std::size_t>(rest - sql.data()))
                           : std::string_view{};
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(raw(handle_)); }

bool SqliteStatement::only_reads() const { return sqlite3_stmt_readonly(raw(handle_)) != 0; }

bool SqliteStatement::bind(const base::json::value& parameters, Surplus surplus) {
  if (parameters.is_null()) return true;
  const int wanted = sqlite3_bind_parameter_count(raw(handle_));
  if (const auto* const list = parameters.if_array()) {
    int index = 0;
    for (const auto& value : *list) {
      if (++index > wanted) return surplus == Surplus::allowed;
      if (!bind_one(index, value)) return false;
    }
    return true;
  }
  const auto* const members = parameters.if_object();
  if (!members) return false;
  for (const auto& [name, value] : *members) {
    bool found = false;
    for (const char prefix : {':', '@', '$'}) {
      const std::string parameter = prefix + std::string(name);
      const int index = sqlite3_bind_parameter_index(raw(handle_), parameter.c_str());
      if (index == 0) continue;
      found = true;
      if (!bind_one(index, value)) return false;
    }
    if (!found && surplus == Surplus::refused) return false;
  }
  return true;
}

bool SqliteStatement::bind_one(int index, const base::json::value& value) {
  sqlite3_stmt* const statement = raw(handle_);
  switch (value.kind()) {
    case base::json::kind::null:
      code_ = sqlite3_bind_null(statement, index);
      break;
    case base::json::kind::bool_:
      code_ = sqlite3_bind_int(statement, index, value.get_bool() ? 1 : 0);
      break;
    case base::json::kind::int64:
      code_ = sqlite3_bind_int64(statement, index, value.get_int64());
      break;
    case base::json::kind::uint64:
      // Beyond the signed range SQLite has no integers.
      code_ = sqlite3_bind_double(statement, index, static_cast<double>(value.get_uint64()));
      break;
    case base::json::kind::double_:
      code_ = sqlite3_bind_double(statement, index, value.get_double());
      break;
    case base::json::kind::string: {
      const auto& text = value.get_string();
      code_ = sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_TRANSIENT,
                                  SQLITE_UTF8);
      break;
    }
    case base::json::kind::array:
    case base::json::kind::object:
      return false;
  }
  return code_ == SQLITE_OK;
}

int SqliteStatement::step() {
  code_ = sqlite3_step(raw(handle_));
  return code_;
}

base::json::value SqliteStatement::column(int index) const {
  sqlite3_stmt* const statement = raw(handle_);
  switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, index)};
    case SQLITE_FLOAT: {
      const double number = sqlite3_column_double(statement, index);
      return std::isfinite(number) ? base::json::value(number) : base::json::value(nullptr);
    }
    case SQLITE_NULL:
      return nullptr;
    default: {
      // A blob gives its bytes as they are. The size is asked after the text, which may convert.
      const auto* const bytes =
          sqlite3_column_type(statement, index) == SQLITE_BLOB
              ? static_cast<const char*>(sqlite3_column_blob(statement, index))
              : reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, index));
      if (!bytes) return base::json::string();
      return base::json::string(base::to_valid_utf8({bytes, size}));
    }
  }
}

base::json::object SqliteStatement::row() const {
  base::json::object result;
  const int count = sqlite3_column_count(raw(handle_));
  for (int i = 0; i < count; ++i) {
    const char* const name = sqlite3_column_name(raw(handle_), i);
    result.insert_or_assign(base::to_valid_utf8(name ? name : ""), column(i));
  }
  return result;
}

std::size_t SqliteStatement::row_bytes() const {
  std::size_t total = 0;
  const int count = sqlite3_column_count(raw(handle_));
  for (int i = 0; i < count; ++i) {
    constexpr std::size_t per_value = 16;
    total += per_value + static_cast<std::size_t>(sqlite3_column_bytes(raw(handle_), i));
  }
  return total;
}

}  // namespace usagestat::system
