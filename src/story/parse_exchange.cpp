// SPDX-License-Identifier: MIT
#include "story/parse_exchange.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "story/read_object.hpp"

namespace usagestat::story {
namespace {

using base::Result;
namespace json = base::json;

Result<void> read_request_body(ObjectReader& reader, StoryExchange& exchange) {
  const json::value* as_json = reader.find("json");
  const json::value* as_text = reader.find("text");
  const json::value* as_base64 = reader.find("base64");
  const json::value* as_form = reader.find("form");
  int given = 0;
  for (const json::value* body : {as_json, as_text, as_base64, as_form})
    given += body != nullptr ? 1 : 0;
  if (given > 1)
    return wrong(reader.place(),
                 "only one of \"json\", \"form\", \"text\" and \"base64\" may be given.");
  if (as_json != nullptr) exchange.json_body = *as_json;
  if (as_form != nullptr) {
    USAGESTAT_TRY(exchange.form_body, reader.text_map("form"));
  }
  if (as_text != nullptr) {
    USAGESTAT_TRY(exchange.text_body, read_text(*as_text, reader.place_of("text")));
  }
  if (as_base64 == nullptr) return {};
  USAGESTAT_TRY(const std::string encoded, read_text(*as_base64, reader.place_of("base64")));
  exchange.text_body = base::base64_decode(encoded);
  if (!exchange.text_body) return wrong(reader.place_of("base64"), "is not Base64.");
  return {};
}

Result<void> read_request_headers(ObjectReader& reader, StoryExchange& exchange) {
  return reader.each_member(
      "headers",
      [&](const std::string& name, const json::value& value,
          const std::string& place) -> Result<void> {
        if (value.is_null()) {
          exchange.absent_headers.push_back(base::to_lower(name));
          return {};
        }
        if (!value.is_string())
          return wrong(place, "must be a string, or null for a header that must not be sent.");
        USAGESTAT_TRY(std::string text, read_text(value, place));
        exchange.headers.push_back({base::to_lower(name), std::move(text)});
        return {};
      });
}

Result<void> read_request(const json::value& value, const std::string& place,
                          StoryExchange& exchange) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  USAGESTAT_TRY(const std::optional<std::string> method, reader.text("method"));
  exchange.method = base::to_upper(method.value_or("GET"));
  if (exchange.method.empty()) return wrong(reader.place_of("method"), "must not be empty.");
  USAGESTAT_TRY(exchange.url, reader.require_text("url"));
  if (!base::parse_url(exchange.url))
    return wrong(reader.place_of("url"), "must be an absolute http or https URL.");
  USAGESTAT_CHECK(read_request_headers(reader, exchange));
  USAGESTAT_CHECK(read_request_body(reader, exchange));
  return reader.finish();
}

Result<void> read_response_headers(ObjectReader& reader, system::HttpResponse& response) {
  return reader.each_member("headers",
                            [&](const std::string& name, const json::value& value,
                                const std::string& place) -> Result<void> {
                              const std::string lower_name = base::to_lower(name);
                              if (!value.is_array()) {
                                USAGESTAT_TRY(std::string text, read_text(value, place));
                                response.headers.push_back({lower_name, std::move(text)});
                                return {};
                              }
                              for (const json::value& element : value.get_array()) {
                                USAGESTAT_TRY(std::string text, read_text(element, place));
                                response.headers.push_back({lower_name, std::move(text)});
                              }
                              return {};
                            });
}

Result<void> read_response(const json::value& value, const std::string& place,
                           system::HttpResponse& response) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  USAGESTAT_TRY(const std::optional<std::int64_t> status, reader.integer("status", 100, 599));
  response.status = static_cast<int>(status.value_or(200));
  USAGESTAT_CHECK(read_response_headers(reader, response));
  USAGESTAT_TRY(std::optional<std::string> body, read_content(reader));
  response.body = std::move(body).value_or(std::string());
  return reader.finish();
}

Result<std::optional<std::string>> line_or_json(ObjectReader& reader, std::string_view key) {
  const json::value* value = reader.find(key);
  if (value == nullptr) return std::optional<std::string>();
  if (!value->is_string())
    return std::optional<std::string>(base::write_json(*value, base::JsonStyle::compact));
  USAGESTAT_TRY(std::string text, read_text(*value, reader.place_of(key)));
  return std::optional<std::string>(std::move(text));
}

Result<StoryCommand::Turn> read_turn(const json::value& value, const std::string& place) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  StoryCommand::Turn turn;
  USAGESTAT_TRY(turn.send, line_or_json(reader, "send"));
  USAGESTAT_TRY(turn.receive, line_or_json(reader, "receive"));
  USAGESTAT_CHECK(reader.finish());
  if (!turn.send && !turn.receive) return wrong(place, "needs \"send\", \"receive\" or both.");
  return turn;
}

}  // namespace

Result<StoryExchange> parse_exchange(const json::value& value, const std::string& place) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  StoryExchange exchange;
  USAGESTAT_TRY(const json::value* request, reader.require("request"));
  USAGESTAT_CHECK(read_request(*request, reader.place_of("request"), exchange));
  const json::value* response = reader.find("response");
  USAGESTAT_TRY(exchange.error, reader.text("error"));
  USAGESTAT_TRY(exchange.optional, reader.flag("optional", false));
  USAGESTAT_CHECK(reader.finish());
  if ((response != nullptr) == exchange.error.has_value())
    return wrong(place, "needs either \"response\" or \"error\".");
  if (response != nullptr) {
    USAGESTAT_CHECK(read_response(*response, reader.place_of("response"), exchange.response));
    return exchange;
  }
  for (const std::string_view known : {"timeout", "dns", "refused", "tls"})
    if (*exchange.error == known) return exchange;
  return wrong(reader.place_of("error"), R"(must be "timeout", "dns", "refused" or "tls".)");
}

Result<StoryCommand> parse_command(const json::value& value, const std::string& place) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  StoryCommand command;
  USAGESTAT_CHECK(reader.require("run"));
  USAGESTAT_TRY(command.run, reader.text_list("run"));
  if (command.run.empty() || command.run.front().empty())
    return wrong(reader.place_of("run"), "needs the program as its first element.");
  USAGESTAT_TRY(const std::optional<std::int64_t> exit_code, reader.integer("exit", -1, 255));
  command.exit_code = static_cast<int>(exit_code.value_or(0));
  USAGESTAT_TRY(std::optional<std::string> output, line_or_json(reader, "stdout"));
  command.output = std::move(output).value_or(std::string());
  USAGESTAT_TRY(std::optional<std::string> errors, reader.text("stderr"));
  command.errors = std::move(errors).value_or(std::string());
  USAGESTAT_TRY(command.input, reader.text("stdin"));
  USAGESTAT_TRY(const std::optional<std::string> failure, reader.text("error"));
  if (failure && *failure != "timeout")
    return wrong(reader.place_of("error"), "must be \"timeout\".");
  command.times_out = failure.has_value();
  USAGESTAT_CHECK(reader.each(
      "dialogue",
      [&](const json::value& turn_value, const std::string& turn_place) -> Result<void> {
        USAGESTAT_TRY(StoryCommand::Turn turn, read_turn(turn_value, turn_place));
        command.dialogue.push_back(std::move(turn));
        return {};
      }));
  USAGESTAT_CHECK(reader.finish());
  return command;
}

}  // namespace usagestat::story
