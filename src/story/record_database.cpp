// SPDX-License-Identifier: MIT
#include "story/record_database.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace usagestat::story {
namespace {

using base::Result;
using system::Deadline;
namespace json = base::json;
using std::filesystem::path;

// Beyond that a story is no longer a document that a person reads.
constexpr std::size_t k_max_rows = 1000;
constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

bool is_word_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Position of `word` (upper case) as a whole word outside of quotes, from `start`.
std::size_t find_word(std::string_view upper, std::string_view word, std::size_t start = 0) {
  char quote = 0;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    const char c = upper[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"' || c == '`') quote = c;
    if (i < start || !upper.substr(i).starts_with(word)) continue;
    const bool begins = i == 0 || !is_word_char(upper[i - 1]);
    const std::size_t end = i + word.size();
    if (begins && (end == upper.size() || !is_word_char(upper[end]))) return i;
  }
  return std::string_view::npos;
}

bool has_word(std::string_view upper, std::string_view word) {
  return find_word(upper, word) != std::string_view::npos;
}

std::string quoted_name(std::string_view name) {
  return "\"" + base::replace_all(name, "\"", "\"\"") + "\"";
}

std::string literal(const json::value& value) {
  if (value.is_string())
    return "'" + base::replace_all(std::string_view(value.get_string()), "'", "''") + "'";
  if (value.is_null()) return "NULL";
  return base::write_json(value, base::JsonStyle::compact);
}

std::string without_brackets(std::string_view name) {
  if (name.size() >= 2 && (name.front() == '"' || name.front() == '`' || name.front() == '['))
    return std::string(name.substr(1, name.size() - 2));
  return std::string(name);
}

// A NUL would end a statement, and no coded form will do: nobody would see the secrets in it. What
// is UTF-16 of ASCII becomes UTF-8. True when other texts lost their NULs.
bool take_out_nuls(json::array& rows) {
  bool has_changed = false;
  for (json::value& row : rows) {
    if (!row.is_object()) continue;
    for (auto& column : row.get_object()) {
      if (!column.value().is_string()) continue;
      const std::string text(column.value().get_string());
      const auto nuls = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\0'));
      if (nuls == 0) continue;
      has_changed = has_changed || nuls * 2 != text.size();
      column.value() = base::replace_all(text, std::string_view("\0", 1), "");
    }
  }
  return has_changed;
}

bool holds_replacements(const json::array& rows) {
  const auto is_damaged = [](const auto& member) {
    return member.value().is_string() &&
           std::string_view(member.value().get_string()).find(k_replacement) !=
               std::string_view::npos;
  };
  return std::any_of(rows.begin(), rows.end(), [&](const json::value& row) {
    return row.is_object() &&
           std::any_of(row.get_object().begin(), row.get_object().end(), is_damaged);
  });
}

}  // namespace

std::optional<std::string> whole_rows_query(std::string_view sql, std::string_view table) {
  sql = base::trim(sql);
  while (sql.ends_with(';')) sql = base::trim(sql.substr(0, sql.size() - 1));
  const std::string upper = base::to_upper(sql);
  if (!upper.starts_with("SELECT")) return std::nullopt;
  for (const std::string_view word : {"JOIN", "UNION", "EXCEPT", "INTERSECT", "WINDOW"})
    if (has_word(upper, word)) return std::nullopt;
  if (find_word(upper, "SELECT", 1) != std::string_view::npos) return std::nullopt;
  const std::size_t from = find_word(upper, "FROM");
  if (from == std::string_view::npos) return std::nullopt;
  std::string_view rest = base::trim(sql.substr(from + 4));
  const std::size_t name_end = rest.find_first_of(" \t\r\n");
  const std::string_view name = rest.substr(0, name_end);
  if (!base::equals_ignoring_case(without_brackets(name), table)) return std::nullopt;
  rest =
      name_end == std::string_view::npos ? std::string_view() : base::trim(rest.substr(name_end));
  const std::string rest_upper = base::to_upper(rest);
  const bool is_plain = rest.empty() || rest_upper.starts_with("WHERE") ||
                        rest_upper.starts_with("ORDER") || rest_upper.starts_with("GROUP") ||
                        rest_upper.starts_with("LIMIT");
  if (!is_plain) return std::nullopt;
  // All rows of the groups; LIMIT counts groups then, so it goes as well.
  const std::size_t group = find_word(rest_upper, "GROUP");
  if (group != std::string_view::npos) rest = base::trim(rest.substr(0, group));
  return "SELECT * FROM " + quoted_name(table) + (rest.empty() ? "" : " " + std::string(rest));
}

std::string insert_statement(std::string_view table, const json::object& row) {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (const auto& column : row) {
    names.push_back(quoted_name(column.key()));
    values.push_back(literal(column.value()));
  }
  return "INSERT INTO " + quoted_name(table) + " (" + base::join(names, ", ") + ") VALUES (" +
         base::join(values, ", ") + ")";
}

Result<std::vector<RecordingDatabase::Table>> RecordingDatabase::tables_named_in(
    const path& file, std::string_view sql, const Deadline& deadline) {
  USAGESTAT_TRY(const json::array found,
                real_.rows(file, "SELECT name, sql FROM sqlite_master WHERE type = 'table'",
                           json::array(), deadline));
  const std::string upper = base::to_upper(sql);
  const bool wants_all = has_word(upper, "SQLITE_MASTER") || has_word(upper, "SQLITE_SCHEMA");
  std::vector<Table> tables;
  for (const json::value& row : found) {
    const auto name = base::string_member(row, "name");
    const auto create = base::string_member(row, "sql");
    if (!name || !create || name->starts_with("sqlite_")) continue;
    const std::string wanted = base::to_upper(*name);
    if (wants_all || has_word(upper, wanted) ||
        upper.find("\"" + wanted + "\"") != std::string::npos)
      tables.push_back({*name, *create});
  }
  return tables;
}

Result<json::array> RecordingDatabase::rows_behind(const path& file, const Table& table,
                                                   bool is_only_table, std::string_view sql,
                                                   const json::value& parameters,
                                                   const Deadline& deadline) {
  if (is_only_table)
    if (const auto query = whole_rows_query(sql, table.name))
      if (auto rows = real_.rows(file, *query, parameters, deadline)) return rows;
  return real_.rows(
      file, "SELECT * FROM " + quoted_name(table.name) + " LIMIT " + std::to_string(k_max_rows + 1),
      json::array(), deadline);
}

// Queries overlap, so a row counts as often as the query that gave it most often.
void RecordingDatabase::note_statements(const std::string& key,
                                        const std::vector<std::string>& wanted) {
  const std::lock_guard guard(world_.mutex);
  auto& statements = world_.files[key].statements;
  std::vector<std::string> missing = wanted;
  for (const std::string& statement : statements)
    if (const auto same = std::find(missing.begin(), missing.end(), statement);
        same != missing.end())
      missing.erase(same);
  statements.insert(statements.end(), missing.begin(), missing.end());
}

void RecordingDatabase::note_values(const std::string& key, const json::array& rows) {
  const std::lock_guard guard(world_.mutex);
  auto& values = world_.files[key].database_values;
  for (const json::value& row : rows)
    values.push_back(base::write_json(row, base::JsonStyle::compact));
}

Result<void> RecordingDatabase::note_rows(const path& file, std::string_view sql,
                                          const json::value& parameters, const Deadline& deadline) {
  const std::string key = world_.asked_path(file);
  USAGESTAT_TRY(const std::vector<Table> tables, tables_named_in(file, sql, deadline));
  for (const Table& table : tables) {
    note_statements(key, {table.create});
    if (has_word(base::to_upper(sql), "SQLITE_MASTER")) continue;
    USAGESTAT_TRY(json::array rows,
                  rows_behind(file, table, tables.size() == 1, sql, parameters, deadline));
    if (rows.size() > k_max_rows) {
      rows.resize(k_max_rows);
      world_.add_problem("Only the first rows of the table " + table.name + " are in this story.");
    }
    const bool has_odd_bytes = take_out_nuls(rows);
    if (has_odd_bytes || holds_replacements(rows))
      world_.add_problem("The table " + table.name + " holds bytes that this story cannot show.");
    std::vector<std::string> statements;
    for (const json::value& row : rows)
      if (row.is_object()) statements.push_back(insert_statement(table.name, row.get_object()));
    note_statements(key, statements);
    note_values(key, rows);
  }
  return {};
}

Result<json::array> RecordingDatabase::rows(const path& file, std::string_view sql,
                                            const json::value& parameters,
                                            const Deadline& deadline) {
  auto rows = real_.rows(file, sql, parameters, deadline);
  if (!rows) return rows;
  const std::string key = world_.asked_path(file);
  {
    const std::lock_guard guard(world_.mutex);
    RecordedFile& noted = world_.files[key];
    noted.kind = RecordedFile::Kind::database;
    if (noted.database_changed) return rows;
  }
  if (!note_rows(file, sql, parameters, deadline))
    world_.add_problem("What was read from the database " + key + " is not in this story.");
  return rows;
}

Result<void> RecordingDatabase::execute(const path& file, std::string_view sql,
                                        const json::value& parameters, const Deadline& deadline) {
  auto done = real_.execute(file, sql, parameters, deadline);
  if (!done) return done;
  const std::string key = world_.asked_path(file);
  world_.add_problem("What was written to the database " + key +
                     " is not in this story's expectation.");
  const std::lock_guard guard(world_.mutex);
  world_.files[key].kind = RecordedFile::Kind::database;
  world_.files[key].database_changed = true;
  return done;
}

}  // namespace usagestat::story
