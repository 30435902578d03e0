// SPDX-License-Identifier: MIT
// Opening, asking and changing, with a deadline inside every loop of the engine.
#include "system/sqlite_connection.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include <sqlite3.h>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "system/os_error.hpp"
#include "system/pause.hpp"
#include "system/sqlite_statement.hpp"

namespace usagestat::system {
namespace {

constexpr int instructions_between_checks = 1000;
constexpr std::size_t most_result_bytes = 64U << 20U;
constexpr int longest_value = 64 << 20;
constexpr int longest_statement = 1 << 20;

sqlite3* raw(void* handle) { return static_cast<sqlite3*>(handle); }

// A URI, so that a path with "?" or "%" is only ever a path.
std::string uri_of(const std::filesystem::path& path, SqliteConnection::Mode mode) {
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).generic_string()) {
    uri += c == '/' ? "/" : base::percent_encode({&c, 1});
  }
  if (mode == SqliteConnection::Mode::immutable) uri += "?immutable=1";
  return uri;
}

int flags_of(SqliteConnection::Mode mode) {
  switch (mode) {
    case SqliteConnection::Mode::read_only:
    case SqliteConnection::Mode::immutable:
      return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    case SqliteConnection::Mode::read_write:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI;
    case SqliteConnection::Mode::memory:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
  }
  return SQLITE_OPEN_READONLY;
}

// The query text comes from a plugin: it must stay inside this one file and a bounded memory.
void confine(sqlite3* database) {
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);  // also stops VACUUM INTO
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, longest_value);
  sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, longest_statement);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_exec(database, "PRAGMA temp_store = MEMORY", nullptr, nullptr, nullptr);
}

int is_expired(void* deadline) { return static_cast<const Deadline*>(deadline)->expired() ? 1 : 0; }

// Another program holds a lock. Readers soon fall back on a copy, writers have to wait.
constexpr std::chrono::milliseconds lock_pause{20};

}  // namespace

class SqliteConnection::DeadlineGuard {
 public:
  DeadlineGuard(void* handle, const Deadline& deadline, std::chrono::milliseconds lock_patience)
      : handle_(handle), deadline_(deadline), lock_limit_(deadline.sooner(lock_patience)) {
    sqlite3_progress_handler(raw(handle_), instructions_between_checks, &is_expired, &deadline_);
    sqlite3_busy_handler(raw(handle_), &wait_for_lock, this);
  }
  ~DeadlineGuard() {
    sqlite3_progress_handler(raw(handle_), 0, nullptr, nullptr);
    sqlite3_busy_handler(raw(handle_), nullptr, nullptr);
  }
  DeadlineGuard(const DeadlineGuard&) = delete;
  DeadlineGuard& operator=(const DeadlineGuard&) = delete;

 private:
  static int wait_for_lock(void* self, int) {
    return pause(lock_pause, static_cast<DeadlineGuard*>(self)->lock_limit_) ? 1 : 0;
  }

  void* handle_;
  Deadline deadline_;
  Deadline lock_limit_;
};

SqliteConnection::~SqliteConnection() { sqlite3_close_v2(raw(handle_)); }

base::Error SqliteConnection::refuse(std::string_view reason) {
  return file_error("use the database", path_, reason);
}

base::Error SqliteConnection::error(const Deadline& deadline) {
  last_code_ = sqlite3_extended_errcode(raw(handle_));
  if ((last_code_ & 0xFF) == SQLITE_INTERRUPT && deadline.expired()) return deadline.error();
  return refuse(
      base::without_control_characters(base::to_valid_utf8(sqlite3_errmsg(raw(handle_)))));
}

bool SqliteConnection::copy_may_help() const {
  switch (last_code_ & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_PROTOCOL:
      return true;
    default:
      return false;
  }
}

base::Result<void> SqliteConnection::open(const std::filesystem::path& path, Mode mode) {
  path_ = path;
  sqlite3* database = nullptr;
  const std::string name = mode == Mode::memory ? ":memory:" : uri_of(path, mode);
  last_code_ = sqlite3_open_v2(name.c_str(), &database, flags_of(mode), nullptr);
  handle_ = database;
  if (!database) return refuse("out of memory");
  if (last_code_ != SQLITE_OK) return error(Deadline());
  confine(database);
  return {};
}

base::Result<base::json::array> SqliteConnection::rows(std::string_view sql,
                                                       const base::json::value& parameters,
                                                       const Deadline& deadline) {
  constexpr std::chrono::milliseconds patience{100};
  const DeadlineGuard guard(handle_, deadline, patience);
  last_code_ = SQLITE_OK;
  SqliteStatement statement(handle_, sql);
  if (statement.is_empty()) {
    if (statement.code() != SQLITE_OK) return error(deadline);
    return refuse("the query is empty");
  }
  if (!statement.only_reads()) return refuse("a query must not change anything");
  if (!statement.bind(parameters, SqliteStatement::Surplus::refused)) {
    return refuse("the parameters do not fit the query");
  }
  base::json::array result;
  std::size_t bytes = 0;
  while (statement.step() == SQLITE_ROW) {
    bytes += statement.row_bytes();
    if (bytes > most_result_bytes) return refuse("the query gives more than 64 MiB");
    result.emplace_back(statement.row());
  }
  if (statement.code() != SQLITE_DONE) return error(deadline);
  return result;
}

base::Result<void> SqliteConnection::run_plain(const char* sql, const Deadline& deadline) {
  if (sqlite3_exec(raw(handle_), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return error(deadline);
  return {};
}

base::Result<void> SqliteConnection::run_all(std::string_view sql,
                                             const base::json::value& parameters,
                                             const Deadline& deadline) {
  while (!base::trim(sql).empty()) {
    SqliteStatement statement(handle_, sql);
    if (statement.code() != SQLITE_OK) return error(deadline);
    if (statement.is_empty()) continue;  // a comment
    if (!statement.bind(parameters, SqliteStatement::Surplus::allowed)) {
      return refuse("the parameters do not fit the statement");
    }
    while (statement.step() == SQLITE_ROW) {
    }
    if (statement.code() != SQLITE_DONE) return error(deadline);
  }
  return {};
}

base::Result<void> SqliteConnection::execute(std::string_view sql,
                                             const base::json::value& parameters,
                                             const Deadline& deadline) {
  constexpr std::chrono::seconds patience{2};
  const DeadlineGuard guard(handle_, deadline, patience);
  USAGESTAT_CHECK(run_plain("BEGIN IMMEDIATE", deadline));
  auto outcome = run_all(sql, parameters, deadline);
  if (outcome.has_value()) outcome = run_plain("COMMIT", deadline);
  if (outcome.has_error()) {
    // A rollback must not be stopped by the deadline that caused it.
    sqlite3_progress_handler(raw(handle_), 0, nullptr, nullptr);
    sqlite3_exec(raw(handle_), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  return outcome;
}

}  // namespace usagestat::system
