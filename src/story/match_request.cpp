// SPDX-License-Identifier: MIT
#include "story/match_request.hpp"

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "story/json_difference.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;

const std::string* sent_header(const system::HttpRequest& request, const std::string& lower_name) {
  const std::string* found = nullptr;
  for (const system::HttpHeader& header : request.headers)
    if (base::equals_ignoring_case(header.name, lower_name)) found = &header.value;
  return found;
}

std::string form_decode(std::string_view text) {
  return base::percent_decode(base::replace_all(text, "+", " "));
}

json::object form_object(std::string_view body) {
  json::object fields;
  if (body.empty()) return fields;
  for (const std::string& pair : base::split(body, '&')) {
    const std::size_t equals = pair.find('=');
    const std::string name = form_decode(pair.substr(0, equals));
    const std::string value =
        equals == std::string::npos ? std::string() : form_decode(pair.substr(equals + 1));
    fields[base::to_valid_utf8(name)] = base::to_valid_utf8(value);
  }
  return fields;
}

void append(std::vector<std::string>& all, std::vector<std::string> more) {
  for (std::string& one : more) all.push_back(std::move(one));
}

void compare_headers(const StoryExchange& exchange, const system::HttpRequest& request,
                     std::vector<std::string>& out) {
  for (const system::HttpHeader& stated : exchange.headers) {
    const std::string* sent = sent_header(request, stated.name);
    if (sent == nullptr)
      out.push_back("header " + stated.name + ": expected " + brief_text(stated.value) +
                    ", got nothing");
    else if (*sent != stated.value)
      out.push_back("header " + stated.name + ": expected " + brief_text(stated.value) + ", got " +
                    brief_text(*sent));
  }
  for (const std::string& name : exchange.absent_headers)
    if (const std::string* sent = sent_header(request, name))
      out.push_back("header " + name + ": expected nothing, got " + brief_text(*sent));
}

void compare_body(const StoryExchange& exchange, const std::string& body,
                  std::vector<std::string>& out) {
  if (exchange.json_body) {
    const auto sent = base::parse_json(body, "the body");
    if (sent)
      append(out, json_differences(*exchange.json_body, *sent, "body"));
    else
      out.push_back("body: expected JSON, got " + brief_text(body));
  }
  if (exchange.form_body) {
    json::object stated;
    for (const auto& [name, value] : *exchange.form_body) stated[name] = value;
    append(out, json_differences(stated, form_object(body), "form"));
  }
  if (exchange.text_body && *exchange.text_body != body)
    out.push_back("body: expected " + brief_text(*exchange.text_body) + ", got " +
                  brief_text(body));
}

}  // namespace

std::vector<std::string> request_differences(const StoryExchange& exchange,
                                             const system::HttpRequest& request) {
  std::vector<std::string> out;
  if (!base::equals_ignoring_case(exchange.method, request.method))
    out.push_back("method: expected " + exchange.method + ", got " + request.method);
  compare_headers(exchange, request, out);
  compare_body(exchange, request.body.value_or(std::string()), out);
  return out;
}

}  // namespace usagestat::story
