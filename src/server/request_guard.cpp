// SPDX-License-Identifier: MIT
#include "server/request_guard.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/url.hpp"
#include "system/ip_address.hpp"

namespace usagestat::server {
namespace {

bool is_port(std::string_view text) {
  constexpr std::size_t k_longest = 5;
  return text.size() <= k_longest &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_ours(const std::string& host, const GuardRules& rules) {
  if (base::is_loopback_host(host)) return true;
  if (base::is_loopback_host(rules.listen_host)) return false;
  return host == base::to_lower(rules.listen_host) || system::IpAddress::parse(host) ||
         !rules.token.empty();
}

bool equals_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  int difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

bool is_listed(const std::string& origin, const GuardRules& rules) {
  return std::ranges::find(rules.cors, origin) != rules.cors.end();
}

bool allows_everybody(const GuardRules& rules) { return is_listed("*", rules); }

}  // namespace

std::optional<std::string> host_name(std::string_view header) {
  std::string_view host = base::trim(header);
  std::string_view port;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    port = host.substr(end + 1);
    host = host.substr(1, end - 1);
    if (host.find(':') == std::string_view::npos) return std::nullopt;
  } else if (const auto colon = host.find(':'); colon != std::string_view::npos) {
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) return std::nullopt;
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty() || host.find_first_of("/@\\ \t") != std::string_view::npos) return std::nullopt;
  return base::to_lower(host);
}

std::optional<Response> check_host(const Request& request, const GuardRules& rules) {
  if (!request.host || request.has_several_hosts)
    return error_response(400, "bad_request", "A request needs exactly one Host header.");
  for (const auto& header : {request.host, request.target_host}) {
    if (!header) continue;
    const auto host = host_name(*header);
    if (!host || !is_ours(*host, rules)) return error_response(403, "forbidden_host");
  }
  return std::nullopt;
}

std::optional<Response> check_origin(const Request& request, const GuardRules& rules) {
  if (!request.origin || is_listed(*request.origin, rules)) return std::nullopt;
  if (request.host && base::equals_ignoring_case(*request.origin, "http://" + *request.host))
    return std::nullopt;
  return error_response(403, "forbidden_origin",
                        "A web page of another origin may not ask for this.");
}

std::optional<Response> check_token(const Request& request, const GuardRules& rules) {
  if (rules.token.empty()) return std::nullopt;
  constexpr std::string_view k_scheme = "bearer ";
  const std::string_view header =
      request.authorization ? std::string_view(*request.authorization) : std::string_view();
  if (base::equals_ignoring_case(header.substr(0, k_scheme.size()), k_scheme) &&
      equals_in_constant_time(base::trim(header.substr(k_scheme.size())), rules.token))
    return std::nullopt;
  Response response = error_response(401, "unauthorized", "Send the token of --token-file.");
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

std::string cors_lines(const Request& request, const GuardRules& rules) {
  std::string lines;
  if (allows_everybody(rules)) {
    lines = "Access-Control-Allow-Origin: *\r\n";
  } else {
    if (rules.cors.empty()) return {};
    lines = "Vary: Origin\r\n";
    if (!request.origin || !is_listed(*request.origin, rules)) return lines;
    lines += "Access-Control-Allow-Origin: " + *request.origin + "\r\n";
  }
  return lines +
         "Access-Control-Allow-Methods: GET, OPTIONS\r\n"
         "Access-Control-Allow-Headers: Content-Type\r\n";
}

}  // namespace usagestat::server
