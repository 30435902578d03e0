// SPDX-License-Identifier: MIT
#include "server/route_table.hpp"

#include <array>

#include "server/handlers.hpp"
#include "server/request_guard.hpp"

namespace usagestat::server {
namespace {

// clang-format off
constexpr std::array k_routes{
    //    path                          method  data   asks   handler
    Route{"/v1/usage",                  "GET",  true,  true,  answer_usage},
    Route{"/v1/usage/:id",              "GET",  true,  true,  answer_usage_of},
    Route{"/v1/limits",                 "GET",  true,  true,  answer_limits},
    Route{"/v1/limits/:id",             "GET",  true,  true,  answer_limits_of},
    Route{"/v1/providers",              "GET",  true,  false, answer_providers},
    Route{"/v1/providers/:id/icon.svg", "GET",  true,  false, answer_icon},
    Route{"/v1/history",                "GET",  true,  false, answer_history},
    Route{"/v1/history/:id",            "GET",  true,  false, answer_history_of},
    Route{"/v1/status",                 "GET",  true,  false, answer_status},
    Route{"/v1/cost/:id",               "GET",  true,  false, answer_cost},
    Route{"/v1/refresh",                "POST", true,  false, answer_refresh},
    Route{"/v1/refresh/:id",            "POST", true,  false, answer_refresh_of},
    Route{"/v1/events",                 "GET",  true,  true,  answer_events},
    Route{"/metrics",                   "GET",  true,  true,  answer_metrics},
    Route{"/health",                    "GET",  false, false, answer_health},
    Route{"/openapi.json",              "GET",  false, false, answer_openapi},
    Route{"/",                          "GET",  false, false, answer_page},
};
// clang-format on

// The piece of `path` up to the next slash, taken off.
std::string_view take_segment(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool matches(std::string_view pattern, const std::vector<std::string>& segments, std::string& id) {
  for (const std::string& segment : segments) {
    const std::string_view wanted = take_segment(pattern);
    if (wanted == ":id") {
      id = segment;
    } else if (wanted != segment) {
      return false;
    }
  }
  return pattern.empty() || pattern == "/";
}

bool is_method_of(const Route& route, std::string_view method) {
  return method == route.method || (method == "HEAD" && route.method == "GET");
}

}  // namespace

std::span<const Route> route_table() { return k_routes; }

Match match_route(const Request& request) {
  Match match;
  for (const Route& route : k_routes) {
    if (!matches(route.pattern, request.segments, match.id)) continue;
    match.is_known = true;
    match.allow = route.method == "GET" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
    if (is_method_of(route, request.method)) match.route = &route;
    break;
  }
  return match;
}

std::optional<Response> answer_without_handler(Request& request, const GuardRules& rules,
                                               Match& match) {
  if (auto refusal = check_host(request, rules)) return refusal;
  if (request.method == "OPTIONS") return document_response({});
  match = match_route(request);
  if (!match.is_known) return error_response(404, "not_found");
  if (match.route == nullptr) {
    Response response = error_response(405, "method_not_allowed");
    response.headers.emplace_back("Allow", match.allow);
    return response;
  }
  request.id = match.id;
  if (match.route->method == "POST")
    if (auto refusal = check_origin(request, rules)) return refusal;
  if (match.route->is_data)
    if (auto refusal = check_token(request, rules)) return refusal;
  return std::nullopt;
}

}  // namespace usagestat::server
