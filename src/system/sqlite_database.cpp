// SPDX-License-Identifier: MIT
// Which way to open a database that may belong to a running program.
#include "system/sqlite_database.hpp"

#include <array>
#include <cerrno>
#include <fstream>
#include <optional>
#include <system_error>
#include <tuple>

#include "system/os_error.hpp"
#include "system/private_copy.hpp"
#include "system/sqlite_connection.hpp"

namespace usagestat::system {
namespace {

using base::Result;
using base::json::array;
using std::filesystem::path;

struct Query {
  const path& file;
  std::string_view sql;
  const base::json::value& parameters;
  const Deadline& deadline;
};

// What changes when somebody writes to the database.
struct State {
  std::uintmax_t size = 0;
  std::filesystem::file_time_type written{};
  std::uintmax_t log_size = 0;  // of the write-ahead log
  bool operator==(const State&) const = default;
};

path with_suffix(const path& file, const char* suffix) {
  path result = file;
  result += suffix;
  return result;
}

State state_of(const path& file) {
  std::error_code error;
  State state;
  state.size = std::filesystem::file_size(file, error);
  state.written = std::filesystem::last_write_time(file, error);
  const auto log_size = std::filesystem::file_size(with_suffix(file, "-wal"), error);
  state.log_size = error ? 0 : log_size;
  return state;
}

// Bytes 18 and 19 of the header are 2 in write-ahead-log mode
// (https://sqlite.org/fileformat2.html).
bool is_in_wal_mode(const path& file) {
  std::array<char, 20> header{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(header.data(), header.size());
  return stream && header[18] == 2 && header[19] == 2;
}

// The file must be there and be a file: SQLite would report a directory as "disk I/O error".
Result<void> check(const path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) return file_error("use the database", file, ENOENT);
  if (std::filesystem::is_directory(status)) return file_error("use the database", file, EISDIR);
  if (!std::filesystem::is_regular_file(status)) {
    return file_error("use the database", file, "it is not a regular file");
  }
  return {};
}

// An answer, or nothing when a copy should be asked instead.
using Answer = std::optional<Result<array>>;

Answer ask_in_place(const Query& query, SqliteConnection::Mode mode) {
  SqliteConnection connection;
  if (auto opened = connection.open(query.file, mode); opened.has_error()) {
    if (connection.copy_may_help()) return std::nullopt;
    return Result<array>(opened.error());
  }
  auto rows = connection.rows(query.sql, query.parameters, query.deadline);
  if (rows.has_error() && connection.copy_may_help()) return std::nullopt;
  return rows;
}

Result<array> ask_copy(const Query& query) {
  USAGESTAT_TRY(const TemporaryDirectory directory, TemporaryDirectory::create());
  USAGESTAT_TRY(const path copy, copy_database(query.file, directory, query.deadline));
  SqliteConnection connection;
  // Writable, so that SQLite can replay the copied log.
  auto opened = connection.open(copy, SqliteConnection::Mode::read_write);
  if (opened.has_error()) return file_error("use the database", query.file, "it cannot be opened");
  auto rows = connection.rows(query.sql, query.parameters, query.deadline);
  if (rows.has_error() && connection.copy_may_help()) {
    return file_error("use the database", query.file, "it is damaged or not an SQLite database");
  }
  return rows;
}

// Without a log there is nothing to wait for, and without locks nothing to create. If a program
// starts writing meanwhile, the answer does not count.
Answer ask_without_locks(const Query& query) {
  const State before = state_of(query.file);
  if (before.log_size != 0) return std::nullopt;
  auto answer = ask_in_place(query, SqliteConnection::Mode::immutable);
  return state_of(query.file) == before ? answer : std::nullopt;
}

Answer ask_original(const Query& query) {
  if (!is_in_wal_mode(query.file)) return ask_in_place(query, SqliteConnection::Mode::read_only);
  if (auto answer = ask_without_locks(query)) return answer;
  // With the index of a running program beside it, the log can be read in place. Making the index
  // ourselves would leave a file behind.
  std::error_code error;
  if (!std::filesystem::exists(with_suffix(query.file, "-shm"), error)) return std::nullopt;
  return ask_in_place(query, SqliteConnection::Mode::read_only);
}

}  // namespace

Result<array> SqliteDatabase::rows(const path& file, std::string_view sql,
                                   const base::json::value& parameters, const Deadline& deadline) {
  USAGESTAT_CHECK(check(file));
  if (deadline.expired()) return deadline.error();
  const Query query{file, sql, parameters, deadline};
  if (auto answer = ask_original(query)) return *std::move(answer);
  return ask_copy(query);
}

Result<void> SqliteDatabase::execute(const path& file, std::string_view sql,
                                     const base::json::value& parameters,
                                     const Deadline& deadline) {
  USAGESTAT_CHECK(check(file));
  if (deadline.expired()) return deadline.error();
  SqliteConnection connection;
  USAGESTAT_CHECK(connection.open(file, SqliteConnection::Mode::read_write));
  return connection.execute(sql, parameters, deadline);
}

}  // namespace usagestat::system
