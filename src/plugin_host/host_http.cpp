// SPDX-License-Identifier: MIT
// HTTP for plugins: declared hosts, bounded answers, redirects only where the plugin may go anyway.
#include <algorithm>
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

Result<void> read_headers(const json::object& options, const HostArguments& arguments,
                          system::HttpRequest& request, base::Redactor& redactor) {
  const json::value* headers = options.if_contains("headers");
  if (headers == nullptr || headers->is_null()) return {};
  if (!headers->is_object()) return arguments.wrong("headers must be an object");
  for (const auto& member : headers->get_object()) {
    const std::string name(member.key());
    if (!is_token(name)) return arguments.wrong("\"" + base::without_control_characters(name) + "\" is no header name");
    if (!member.value().is_string()) return arguments.wrong("header " + name + " must be a text");
    const std::string value(member.value().get_string());
    // A line end would smuggle in another header.
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
      return arguments.wrong("header " + name + " holds a line end");
    if (base::is_secret_name(name)) {
      redactor.add_secret(value);
      const auto blank = value.find(' ');
      if (blank != std::string::npos) redactor.add_secret(value.substr(blank + 1));
    }
    request.headers.push_back({name, value});
  }
  return {};
}

std::string form_text(const json::object& form) {
  std::string text;
  for (const auto& member : form) {
    const std::string value = member.value().is_string() ? std::string(member.value().get_string())
                                                         : base::write_json(member.value(), base::JsonStyle::compact);
    text += (text.empty() ? "" : "&") + base::percent_encode(std::string_view(member.key())) + "=" +
            base::percent_encode(value);
  }
  return text;
}

Result<void> read_body(const json::object& options, const HostArguments& arguments,
                       system::HttpRequest& request) {
  const auto given = [&options](std::string_view key) -> const json::value* {
    const json::value* value = options.if_contains(key);
    return value == nullptr || value->is_null() ? nullptr : value;
  };
  std::string content_type;
  if (const json::value* text = given("bodyText"); text != nullptr && text->is_string()) {
    if (!text->get_string().empty()) request.body = std::string(text->get_string());
  } else if (const json::value* bytes = given("bodyBase64"); bytes != nullptr && bytes->is_string()) {
    const auto decoded = base::base64_decode(std::string_view(bytes->get_string()));
    if (!decoded) return arguments.wrong("bodyBase64 is not Base64");
    request.body = *decoded;
  } else if (const json::value* form = given("form"); form != nullptr && form->is_object()) {
    request.body = form_text(form->get_object());
    content_type = "application/x-www-form-urlencoded";
  } else if (const json::value* document = given("json")) {
    request.body = base::write_json(*document, base::JsonStyle::compact);
    content_type = "application/json";
  }
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
  USAGESTAT_CHECK(read_body(options, arguments, request.http));
  const double timeout = base::number_member(whole, "timeoutMs").value_or(k_default_timeout_ms);
  request.http.timeout = base::Milliseconds(
      static_cast<std::int64_t>(std::clamp(timeout, 1.0, k_longest_timeout_ms)));
  request.http.accept_invalid_certificate =
      base::bool_member(whole, "dangerouslyIgnoreTls").value_or(false);
  request.wants_base64 = base::string_member(whole, "responseType") == "base64";
  request.follows_redirects = base::bool_member(whole, "followRedirects").value_or(false);
  return request;
}

// Retry-After as seconds or a date (RFC 9110 10.2.3); 0 means that the service does not know.
std::optional<base::TimePoint> retry_time(const system::HttpResponse& response, base::TimePoint now) {
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
  if (!is_redirect(response.status) || location == nullptr) return std::optional<system::HttpRequest>();
  const auto target = base::resolve_url(request.url, *location);
  if (!target)
    return Error{ErrorKind::plugin, "The service redirects to something that is no URL.", ""};
  USAGESTAT_CHECK(context.access.check_url(*target));
  system::HttpRequest next = request;
  next.url = *target;
  const bool becomes_get = response.status == 303 || (response.status < 303 && request.method == "POST");
  if (becomes_get) {
    next.method = "GET";
    next.body.reset();
  }
  // Credentials stay with the host they were meant for.
  const auto from = base::parse_url(request.url);
  const auto to = base::parse_url(*target);
  if (from && to && from->host != to->host) {
    std::erase_if(next.headers,
                  [](const system::HttpHeader& header) { return base::is_secret_name(header.name); });
  }
  return std::optional<system::HttpRequest>(std::move(next));
}

Result<system::HttpResponse> send(HostContext& context, const PluginRequest& request) {
  system::HttpRequest current = request.http;
  for (int hop = 0;; ++hop) {
    auto result = context.system.http.send(current, context.deadline);
    note(context, result);
    log_exchange(context, current, result);
    if (!result || !request.follows_redirects) return result;
    USAGESTAT_TRY(auto next, next_hop(context, current, *result));
    if (!next) return result;
    if (hop == k_most_redirects)
      return Error{ErrorKind::network, "The service redirects more than five times.", ""};
    current = *std::move(next);
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
  USAGESTAT_TRY(const system::HttpResponse response, send(context, request));
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
    if (request.follows_redirects) return arguments.wrong("followRedirects works with request() only");
    raw.push_back(request.http);
    requests.push_back(std::move(request));
  }
  const auto results = context.system.http.send_all(raw, context.deadline);
  json::array answers;
  for (std::size_t i = 0; i < results.size(); ++i) {
    note(context, results[i]);
    log_exchange(context, raw[i], results[i]);
    if (results[i]) {
      answers.push_back(to_json(*results[i], requests[i].wants_base64));
      continue;
    }
    const json::object error{{"kind", base::to_string(results[i].error().kind)},
                             {"message", results[i].error().message}};
    answers.push_back(json::object{
        {"status", 0}, {"headers", json::object()}, {"bodyText", ""}, {"error", error}});
  }
  return json::value(std::move(answers));
}

}  // namespace usagestat::plugin_host
