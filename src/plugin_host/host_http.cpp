// SPDX-License-Identifier: MIT
// HTTP for plugins: declared hosts, bounded answers, redirects only where the plugin may go anyway.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Result;

constexpr double k_default_timeout_ms = 10000;
constexpr double k_longest_timeout_ms = 120000;
constexpr int k_most_redirects = 5;

struct PluginRequest {
  system::HttpRequest http;
  bool wants_base64 = false;
  bool follows_redirects = false;
};

bool is_token(std::string_view text) {
  constexpr std::string_view k_marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           k_marks.find(c) != std::string_view::npos;
  });
}

bool has_header(const system::HttpRequest& request, std::string_view name) {
  return std::ranges::any_of(request.headers, [name](const system::HttpHeader& header) {
    return base::equals_ignoring_case(header.name, name);
  });
}

// What frames the message or names its receiver is the client's to say.
bool is_framing(std::string_view name) {
  constexpr std::array<std::string_view, 8> k_names{
      "host", "content-length", "transfer-encoding", "connection", "upgrade",
      "te",   "trailer",        "proxy-connection"};
  return std::ranges::find(k_names, base::to_lower(name)) != k_names.end();
}

Result<void> read_headers(const json::object& options, const HostArguments& arguments,
                          system::HttpRequest& request, base::Redactor& redactor) {
  const json::value* headers = options.if_contains("headers");
  if (headers == nullptr || headers->is_null()) return {};
  if (!headers->is_object()) return arguments.wrong("headers must be an object");
  for (const auto& member : headers->get_object()) {
    const std::string name(member.key());
    if (!is_token(name))
      return arguments.wrong("\"" + base::without_control_characters(name) +
                             "\" is no header name");
    if (is_framing(name)) return arguments.wrong("header " + name + " is not for plugins to set");
    if (!member.value().is_string()) return arguments.wrong("header " + name + " must be a text");
    const std::string value(member.value().get_string());
    // A line end would smuggle in another header.
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return arguments.wrong("header " + name + " holds a line end");
    if (base::is_secret_name(name)) remember_header_value(value, redactor);
    request.headers.push_back({name, value});
  }
  return {};
}

std::string form_text(const json::object& form) {
  std::string text;
  for (const auto& member : form) {
    const std::string value = member.value().is_string()
                                  ? std::string(member.value().get_string())
                                  : base::write_json(member.value(), base::JsonStyle::compact);
    text += (text.empty() ? "" : "&") + base::percent_encode(std::string_view(member.key())) + "=" +
            base::percent_encode(value);
  }
  return text;
}

Result<void> read_body(const json::object& options, const HostArguments& arguments,
                       system::HttpRequest& request, base::Redactor& redactor) {
  std::string_view kind;
  const json::value* body = nullptr;
  for (const std::string_view key : {"bodyText", "bodyBase64", "form", "json"}) {
    const json::value* value = options.if_contains(key);
    if (value == nullptr || value->is_null()) continue;
    if (body != nullptr) return arguments.wrong("there are two bodies");
    kind = key;
    body = value;
  }
  if (body == nullptr) return {};
  std::string content_type;
  if (kind == "json") {
    request.body = base::write_json(*body, base::JsonStyle::compact);
    content_type = "application/json";
  } else if (kind == "form") {
    if (!body->is_object()) return arguments.wrong("form must be an object");
    request.body = form_text(body->get_object());
    content_type = "application/x-www-form-urlencoded";
  } else {
    if (!body->is_string()) return arguments.wrong(std::string(kind) + " must be a text");
    const std::string text(body->get_string());
    const auto bytes = kind == "bodyText" ? std::optional(text) : base::base64_decode(text);
    if (!bytes) return arguments.wrong("bodyBase64 is not Base64");
    if (!bytes->empty()) request.body = *bytes;
  }
  remember_secret_members(*body, redactor);
  if (!content_type.empty() && !has_header(request, "content-type"))
    request.headers.push_back({"Content-Type", content_type});
  return {};
}

Result<PluginRequest> read_request(HostContext& context, const HostArguments& arguments,
                                   const json::object& options) {
  const json::value whole(options);
  PluginRequest request;
  const auto url = base::string_member(whole, "url");
  if (!url) return arguments.wrong("url must be a text");
  request.http.url = *url;
  USAGESTAT_CHECK(context.access.check_url(*url));
  request.http.method = base::string_member(whole, "method").value_or("GET");
  if (!is_token(request.http.method)) return arguments.wrong("method is no HTTP method");
  USAGESTAT_CHECK(read_headers(options, arguments, request.http, context.redactor));
  USAGESTAT_CHECK(read_body(options, arguments, request.http, context.redactor));
  request.http.timeout =
      milliseconds_option(options, "timeoutMs", k_default_timeout_ms, k_longest_timeout_ms);
  request.http.accept_invalid_certificate =
      base::bool_member(whole, "dangerouslyIgnoreTls").value_or(false);
  request.wants_base64 = base::string_member(whole, "responseType") == "base64";
  request.follows_redirects = base::bool_member(whole, "followRedirects").value_or(false);
  return request;
}

// Retry-After as seconds or a date (RFC 9110 10.2.3); 0 means that the service does not know.
std::optional<base::TimePoint> retry_time(const system::HttpResponse& response,
                                          base::TimePoint now) {
  const std::string* value = system::find_header(response, "retry-after");
  if (value == nullptr) return std::nullopt;
  const std::string_view text = base::trim(*value);
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc() && end == text.data() + text.size()) {
    if (seconds <= 0) return std::nullopt;
    return now + std::chrono::seconds(seconds);
  }
  const auto date = base::parse_http_date(text);
  return date && *date > now ? date : std::nullopt;
}

void note(HostContext& context, const Result<system::HttpResponse>& result) {
  LastRequest& last = context.last_request;
  last = {};
  last.was_made = true;
  if (!result) {
    last.failure = result.error().kind;
    return;
  }
  last.status = result->status;
  last.retry_at = retry_time(*result, context.system.clock.now());
  remember_secrets(result->body, context.redactor);
  for (const system::HttpHeader& header : result->headers) {
    if (header.name != "set-cookie") continue;
    remember_header_value(header.value.substr(0, header.value.find(';')), context.redactor);
  }
}

void log_exchange(HostContext& context, const system::HttpRequest& request,
                  const Result<system::HttpResponse>& result) {
  const auto url = base::parse_url(request.url);
  const std::string place = url ? url->scheme + "://" + url->host + url->path : "?";
  const std::string outcome = result ? "HTTP " + std::to_string(result->status) + ", " +
                                           std::to_string(result->body.size()) + " bytes"
                                     : result.error().message;
  context.log.log(base::LogLevel::debug, "plugin:" + context.request.instance_id,
                  context.redactor.redact(request.method + " " + place + ": " + outcome));
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// The request that follows a redirect, or empty when there is none to follow.
Result<std::optional<system::HttpRequest>> next_hop(HostContext& context,
                                                    const system::HttpRequest& request,
                                                    const system::HttpResponse& response) {
  const std::string* location = system::find_header(response, "location");
  if (!is_redirect(response.status) || location == nullptr)
    return std::optional<system::HttpRequest>();
  const auto target = base::resolve_url(request.url, *location);
  if (!target)
    return Error{ErrorKind::plugin, "The service redirects to something that is no URL.", ""};
  USAGESTAT_CHECK(context.access.check_url(*target));
  system::HttpRequest next = request;
  next.url = *target;
  const bool becomes_get =
      response.status == 303 || (response.status < 303 && request.method == "POST");
  if (becomes_get) {
    next.method = "GET";
    next.body.reset();
  }
  // Credentials stay with the server they were meant for.
  const auto from = base::parse_url(request.url);
  const auto to = base::parse_url(*target);
  const bool is_same_server =
      from && to && from->scheme == to->scheme && from->host == to->host && from->port == to->port;
  if (!is_same_server) {
    std::erase_if(next.headers, [](const system::HttpHeader& header) {
      return base::is_secret_name(header.name);
    });
  }
  return std::optional<system::HttpRequest>(std::move(next));
}

// What comes after the first answer: notes, and further requests for redirects.
Result<system::HttpResponse> finish(HostContext& context, const PluginRequest& request,
                                    Result<system::HttpResponse> result) {
  system::HttpRequest current = request.http;
  for (int hop = 0;; ++hop) {
    note(context, result);
    log_exchange(context, current, result);
    if (!result || !request.follows_redirects) return result;
    USAGESTAT_TRY(auto next, next_hop(context, current, *result));
    if (!next) return result;
    if (hop == k_most_redirects)
      return Error{ErrorKind::network, "The service redirects more than five times.", ""};
    current = *std::move(next);
    result = context.system.http.send(current, context.deadline);
  }
}

json::object to_json(const system::HttpResponse& response, bool wants_base64) {
  json::object headers;
  for (const system::HttpHeader& header : response.headers) {
    const std::string value = base::to_valid_utf8(header.value);
    json::value& slot = headers[base::to_valid_utf8(header.name)];
    if (header.name == "set-cookie" && slot.is_string()) {
      slot = std::string(slot.get_string()) + "\n" + value;
    } else {
      slot = value;
    }
  }
  json::object object{{"status", response.status}, {"headers", std::move(headers)}};
  object["bodyText"] = wants_base64 ? "" : base::to_valid_utf8(response.body);
  if (wants_base64) object["bodyBase64"] = base::base64_encode(response.body);
  return object;
}

}  // namespace

Result<json::value> http_request(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  USAGESTAT_TRY(const PluginRequest request, read_request(context, arguments, *options));
  USAGESTAT_TRY(const system::HttpResponse response,
                finish(context, request, context.system.http.send(request.http, context.deadline)));
  return json::value(to_json(response, request.wants_base64));
}

Result<json::value> http_request_all(HostContext& context, const HostArguments& arguments) {
  constexpr std::size_t k_most_requests = 32;
  const json::value list = arguments.value(0);
  if (!list.is_array()) return arguments.wrong("argument 1 must be an array");
  if (list.get_array().size() > k_most_requests) return arguments.wrong("32 requests at most");
  std::vector<PluginRequest> requests;
  std::vector<system::HttpRequest> raw;
  for (const json::value& item : list.get_array()) {
    if (!item.is_object()) return arguments.wrong("argument 1 must be an array of objects");
    USAGESTAT_TRY(PluginRequest request, read_request(context, arguments, item.get_object()));
    raw.push_back(request.http);
    requests.push_back(std::move(request));
  }
  auto results = context.system.http.send_all(raw, context.deadline);
  json::array answers;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto result = finish(context, requests[i], std::move(results[i]));
    if (result) {
      answers.push_back(to_json(*result, requests[i].wants_base64));
      continue;
    }
    const json::object error{{"kind", base::to_string(result.error().kind)},
                             {"message", result.error().message}};
    answers.push_back(json::object{
        {"status", 0}, {"headers", json::object()}, {"bodyText", ""}, {"error", error}});
  }
  return json::value(std::move(answers));
}

}  // namespace usagestat::plugin_host
