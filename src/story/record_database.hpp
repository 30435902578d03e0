// SPDX-License-Identifier: MIT
// A Database that takes notes: the statements that rebuild what a probe read.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "story/recorded_world.hpp"
#include "system/database.hpp"

namespace usagestat::story {

class RecordingDatabase final : public system::Database {
 public:
  RecordingDatabase(system::Database& real, RecordedWorld& world) : real_(real), world_(world) {}

  base::Result<base::json::array> rows(const std::filesystem::path& path, std::string_view sql,
                                       const base::json::value& parameters,
                                       const system::Deadline& deadline) override;
  base::Result<void> execute(const std::filesystem::path& path, std::string_view sql,
                             const base::json::value& parameters,
                             const system::Deadline& deadline) override;

 private:
  struct Table {
    std::string name;
    std::string create;
  };

  base::Result<std::vector<Table>> tables_named_in(const std::filesystem::path& path,
                                                   std::string_view sql,
                                                   const system::Deadline& deadline);
  base::Result<base::json::array> rows_behind(const std::filesystem::path& path, const Table& table,
                                              bool is_only_table, std::string_view sql,
                                              const base::json::value& parameters,
                                              const system::Deadline& deadline);
  base::Result<void> note_rows(const std::filesystem::path& path, std::string_view sql,
                               const base::json::value& parameters,
                               const system::Deadline& deadline);
  void note_statements(const std::string& key, const std::vector<std::string>& wanted);
  // For the search for secrets: a value whose name tells nothing may still be one.
  void note_values(const std::string& key, const base::json::array& rows);

  system::Database& real_;
  RecordedWorld& world_;
};

// "SELECT * FROM <table> …" with the conditions of a simple query of that one table, so that it
// gives the whole rows; empty for anything more complicated (joins, sub-queries, unions).
std::optional<std::string> whole_rows_query(std::string_view sql, std::string_view table);

// "INSERT INTO <table> (…) VALUES (…)" of a row object.
std::string insert_statement(std::string_view table, const base::json::object& row);

}  // namespace usagestat::story
