// SPDX-License-Identifier: MIT
#include "story/parse_expectation.hpp"

#include "base/error.hpp"
#include "model/snapshot_json.hpp"
#include "story/read_object.hpp"

namespace usagestat::story {
namespace {

using base::Result;
namespace json = base::json;

Result<void> check_text_or_null(ObjectReader& reader, std::string_view key) {
  const json::value* value = reader.find(key);
  if (value == nullptr || value->is_null() || value->is_string()) return {};
  return wrong(reader.place_of(key), "must be a string or null.");
}

Result<void> check_error(const json::value& value, const std::string& place) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  USAGESTAT_TRY(const std::optional<std::string> kind, reader.text("kind"));
  if (kind && !base::error_kind_from(*kind))
    return wrong(reader.place_of("kind"), "\"" + *kind + "\" is not a kind of error.",
                 "Kinds: auth, rate_limited, network, timeout, config, permission, unsupported, "
                 "plugin.");
  USAGESTAT_CHECK(reader.text("messageContains"));
  return reader.finish();
}

Result<void> check_query(const json::value& value, const std::string& place) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  USAGESTAT_CHECK(reader.require_text("query"));
  USAGESTAT_CHECK(reader.require("rows"));
  USAGESTAT_CHECK(
      reader.each("rows", [](const json::value& row, const std::string& row_place) -> Result<void> {
        if (!row.is_array()) return wrong(row_place, "must be an array of column values.");
        return {};
      }));
  return reader.finish();
}

Result<void> check_file(const std::string&, const json::value& value, const std::string& place) {
  if (value.is_null()) return {};
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  USAGESTAT_TRY(const std::optional<std::string> content, read_content(reader));
  const json::value* database = reader.find("sqlite");
  USAGESTAT_CHECK(reader.finish());
  if ((database != nullptr) == content.has_value())
    return wrong(place, R"(needs "json", "text", "base64" or "sqlite", or null for no file.)");
  if (database == nullptr) return {};
  return check_query(*database, reader.place_of("sqlite"));
}

Result<void> check_secret(const std::string&, const json::value& value, const std::string& place) {
  if (value.is_null() || value.is_string()) return {};
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  USAGESTAT_TRY(const std::optional<std::string> content, read_content(reader));
  USAGESTAT_CHECK(reader.finish());
  if (!content) return wrong(place, R"(needs a string, {"json": …}, {"text": …} or null.)");
  return {};
}

Result<void> check_line(const json::value& value, const std::string& place) {
  const auto line = model::line_from_json(value, place);
  if (line) return {};
  base::Error error = line.error();
  error.kind = base::ErrorKind::input;
  return error;
}

}  // namespace

Result<void> check_expectation(const json::value& value) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, "expect"));
  bool states_success = false;
  for (const std::string_view key : {"plan", "account", "source", "displayName"}) {
    USAGESTAT_CHECK(check_text_or_null(reader, key));
    states_success = states_success || reader.find(key) != nullptr;
  }
  USAGESTAT_CHECK(reader.each("lines", check_line));
  states_success = states_success || reader.find("lines") != nullptr;
  const json::value* error = reader.find("error");
  if (error != nullptr && states_success)
    return wrong("expect", R"(has "error" beside what only a success has.)");
  if (error != nullptr) USAGESTAT_CHECK(check_error(*error, "expect.error"));
  USAGESTAT_CHECK(reader.each_member("files", check_file));
  USAGESTAT_CHECK(reader.each_member("keychain", check_secret));
  return reader.finish();
}

}  // namespace usagestat::story
