// SPDX-License-Identifier: MIT
#include "server/request.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"

namespace usagestat::server {
namespace {

std::string decode_query_part(std::string_view text) {
  return base::percent_decode(base::replace_all(text, "+", " "));
}

void read_query(std::string_view text, Request& request) {
  for (const std::string& part : base::split(text, '&')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const std::string_view all = part;
    request.query.emplace_back(
        decode_query_part(all.substr(0, equals)),
        equals == std::string::npos ? "" : decode_query_part(all.substr(equals + 1)));
  }
}

// "http://host:port/path" without its beginning; the host goes into the request.
std::string_view without_authority(std::string_view target, Request& request) {
  const auto scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return {};
  const std::string_view scheme = target.substr(0, scheme_end);
  if (!base::equals_ignoring_case(scheme, "http") && !base::equals_ignoring_case(scheme, "https"))
    return {};
  const std::string_view rest = target.substr(scheme_end + 3);
  const auto host_end = rest.find_first_of("/?");
  request.target_host = std::string(rest.substr(0, host_end));
  return host_end == std::string_view::npos ? std::string_view("/") : rest.substr(host_end);
}

}  // namespace

std::optional<std::string> Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

bool read_target(std::string_view target, Request& request) {
  if (!target.starts_with('/')) {
    if (target == "*") return request.method == "OPTIONS";
    target = without_authority(target, request);
    if (target.empty()) return false;
  }
  target = target.substr(0, target.find('#'));
  const auto question = target.find('?');
  if (question != std::string_view::npos) read_query(target.substr(question + 1), request);
  for (const std::string& segment : base::split(target.substr(0, question), '/'))
    if (!segment.empty()) request.segments.push_back(base::percent_decode(segment));
  return true;
}

}  // namespace usagestat::server
