// SPDX-License-Identifier: MIT
// A request as a value: what the routes and the guard look at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usagestat::server {

struct Request {
  std::string method;
  std::vector<std::string> segments;  // of the path, decoded, empty ones left out
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in the order written
  std::optional<std::string> target_host;                  // of "GET http://host/path"
  std::optional<std::string> host;
  bool has_several_hosts = false;
  std::optional<std::string> origin;
  std::optional<std::string> authorization;
  std::optional<std::string> if_none_match;
  std::string id;  // what stands for ":id" of the route

  std::optional<std::string> parameter(std::string_view name) const;
};

// Sets path, query and target_host from a request target (RFC 9112 3.2): "/path?query" or an
// absolute URL. False for anything else.
bool read_target(std::string_view target, Request& request);

}  // namespace usagestat::server
