// SPDX-License-Identifier: MIT
// Who may ask: keeps web pages of strangers away from the figures. Pure rules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/request.hpp"
#include "server/response.hpp"

namespace usagestat::server {

struct GuardRules {
  std::string listen_host = "127.0.0.1";  // the address requests come to
  // Of a web page that may read answers: "*", nothing, or origins ("https://x.example").
  std::vector<std::string> cors{"*"};
  std::string token;  // empty: none is needed
};

// The host of a Host header without port, brackets and final dot, lower case; empty when it has not
// the form of one.
std::optional<std::string> host_name(std::string_view header);

// 400 without exactly one Host, 403 forbidden_host when it is not ours. A web page whose name was
// made to point to this machine (DNS rebinding) sends its own name here. Loopback names and
// addresses are ours, also behind a forwarded port; on another address than loopback also any
// literal address and, where a token is needed, any name: a stranger's page does not have it.
std::optional<Response> check_host(const Request& request, const GuardRules& rules);

// 403 forbidden_origin for a request that changes something and comes from a web page other than
// ours or a listed origin.
std::optional<Response> check_origin(const Request& request, const GuardRules& rules);

// 401 without "Authorization: Bearer <token>", where a token is needed. Takes the same time for
// every wrong token of the right length.
std::optional<Response> check_token(const Request& request, const GuardRules& rules);

// The header lines of every answer that say which web pages may read it.
std::string cors_lines(const Request& request, const GuardRules& rules);

}  // namespace usagestat::server
