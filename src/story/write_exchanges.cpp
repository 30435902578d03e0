// SPDX-License-Identifier: MIT
// The `http` of a recorded story.
#include <algorithm>
#include <array>

#include "base/encoding.hpp"
#include "base/redact.hpp"
#include "base/text.hpp"
#include "story/write_story.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;

// Of the connection and of delivery networks; no plugin reads them and they only make noise.
constexpr std::array<std::string_view, 19> k_noise{"alt-svc",
                                                   "cf-cache-status",
                                                   "cf-ray",
                                                   "connection",
                                                   "content-encoding",
                                                   "content-length",
                                                   "content-security-policy",
                                                   "keep-alive",
                                                   "nel",
                                                   "permissions-policy",
                                                   "referrer-policy",
                                                   "report-to",
                                                   "server",
                                                   "strict-transport-security",
                                                   "transfer-encoding",
                                                   "vary",
                                                   "via",
                                                   "x-content-type-options",
                                                   "x-frame-options"};

bool is_noise(std::string_view lower_name) {
  return std::find(k_noise.begin(), k_noise.end(), lower_name) != k_noise.end();
}

// Only headers with a credential that the world of the story holds: others may change with the
// version of the program, and what a probe calculates itself cannot come out the same.
json::object stated_headers(const system::HttpRequest& request, const SecretStandIns& stand_ins) {
  json::object headers;
  for (const system::HttpHeader& header : request.headers)
    if (stand_ins.holds_secret(header.value) && !stand_ins.looks_like_unknown_secret(header.value))
      headers[base::to_lower(header.name)] = stand_ins.replace(header.value);
  return headers;
}

bool is_form(const system::HttpRequest& request) {
  return std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
    return base::equals_ignoring_case(header.name, "content-type") &&
           base::contains_ignoring_case(header.value, "x-www-form-urlencoded");
  });
}

void state_form(const std::string& body, const SecretStandIns& stand_ins, json::object& out) {
  json::object fields;
  for (const std::string& pair : base::split(body, '&')) {
    const std::size_t equals = pair.find('=');
    const auto decoded = [](std::string_view text) {
      return base::to_valid_utf8(base::percent_decode(base::replace_all(text, "+", " ")));
    };
    const std::string value = equals == std::string::npos ? "" : pair.substr(equals + 1);
    fields[decoded(pair.substr(0, equals))] = stand_ins.replace(decoded(value));
  }
  out["form"] = std::move(fields);
}

void state_body(const system::HttpRequest& request, const SecretStandIns& stand_ins,
                json::object& out, std::vector<std::string>& problems) {
  const std::string body = request.body.value_or(std::string());
  if (body.empty()) return;
  const std::string decoded = is_form(request) ? base::percent_decode(body) : body;
  if (!base::is_valid_utf8(decoded) || stand_ins.looks_like_unknown_secret(decoded)) {
    problems.push_back("The body of a request to " +
                       std::string(request.url.substr(0, request.url.find('?'))) +
                       " is not stated: the probe calculates it.");
    return;
  }
  if (is_form(request)) return state_form(body, stand_ins, out);
  const auto document = base::parse_json(body, "body");
  if (document)
    out["json"] = stand_ins.replace_in(*document);
  else
    out["text"] = stand_ins.replace(body);
}

json::object write_response(const system::HttpResponse& response, const SecretStandIns& stand_ins) {
  json::object out;
  out["status"] = response.status;
  json::object headers;
  for (const system::HttpHeader& header : response.headers) {
    if (is_noise(header.name)) continue;
    const std::string value = stand_ins.replace(base::to_valid_utf8(header.value));
    json::value& known = headers[header.name];
    if (known.is_null())
      known = value;
    else if (known.is_string())
      known = json::array{known, value};
    else
      known.as_array().emplace_back(value);
  }
  if (!headers.empty()) out["headers"] = std::move(headers);
  if (response.body.empty()) return out;
  for (auto& member : write_content(response.body, stand_ins)) out[member.key()] = member.value();
  return out;
}

std::string_view failure_word(const base::Error& error) {
  if (error.kind == base::ErrorKind::timeout) return "timeout";
  for (const std::string_view word : {"certificate", "TLS"})
    if (base::contains_ignoring_case(error.message, word)) return "tls";
  return base::contains_ignoring_case(error.message, "find") ? "dns" : "refused";
}

}  // namespace

json::array write_exchanges(const RecordedWorld& world, const SecretStandIns& stand_ins,
                            std::vector<std::string>& problems) {
  json::array http;
  for (const RecordedExchange& exchange : world.exchanges) {
    if (stand_ins.looks_like_unknown_secret(exchange.request.url))
      problems.emplace_back(
          "A URL holds a value that the probe calculates; look at it before you "
          "share the story.");
    json::object request{{"method", base::to_upper(exchange.request.method)},
                         {"url", stand_ins.replace(exchange.request.url)}};
    json::object headers = stated_headers(exchange.request, stand_ins);
    if (!headers.empty()) request["headers"] = std::move(headers);
    state_body(exchange.request, stand_ins, request, problems);
    json::object entry{{"request", std::move(request)}};
    if (exchange.response)
      entry["response"] = write_response(*exchange.response, stand_ins);
    else
      entry["error"] = failure_word(exchange.response.error());
    http.push_back(std::move(entry));
  }
  return http;
}

}  // namespace usagestat::story
