// SPDX-License-Identifier: MIT
// SQLite files of other programs for plugins.
#include "base/text.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Result;

Result<json::array> read_rows(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const std::string sql, arguments.text(1));
  // Lines that begin with a dot are commands of the sqlite3 shell, not SQL.
  for (const std::string& line : base::split(sql, '\n')) {
    if (base::trim(line).starts_with('.')) return arguments.wrong("dot commands are refused");
  }
  USAGESTAT_TRY(const auto real, context.access.readable(name));
  USAGESTAT_TRY(json::array rows,
                context.system.database.rows(real, sql, arguments.value(2), context.deadline));
  for (const json::value& row : rows) {
    if (!row.is_object()) continue;
    for (const auto& column : row.get_object()) {
      if (!column.value().is_string()) continue;
      const std::string_view text = column.value().get_string();
      remember_secrets(text, context.redactor);
      // A secret in UTF-16 is used without its NULs.
      if (text.find('\0') != std::string_view::npos)
        remember_secrets(base::replace_all(text, std::string_view("\0", 1), ""), context.redactor);
    }
  }
  return rows;
}

}  // namespace

Result<json::value> sqlite_rows(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(json::array rows, read_rows(context, arguments));
  return json::value(std::move(rows));
}

Result<json::value> sqlite_query(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(json::array rows, read_rows(context, arguments));
  return json::value(base::write_json(json::value(std::move(rows)), base::JsonStyle::compact));
}

Result<json::value> sqlite_exec(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const std::string sql, arguments.text(1));
  USAGESTAT_TRY(const auto real, context.access.writable(name));
  USAGESTAT_CHECK(context.system.database.execute(real, sql, arguments.value(2), context.deadline));
  return json::value();
}

}  // namespace usagestat::plugin_host
