// SPDX-License-Identifier: MIT
// URLs taken apart, for permission checks, proxy rules and story matching.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usagestat::base {

struct Url {
  std::string scheme;  // lower case
  std::string host;    // lower case, without brackets; an IPv6 address keeps its colons
  int port = 0;        // the default one of the scheme when none is written
  std::string path;    // normalised percent-encoding, "/" when empty
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in the order written
  bool has_user_info = false;
};

// Only absolute http and https URLs; empty for anything else.
std::optional<Url> parse_url(std::string_view text);

// Equal for two URLs that mean the same request: query order, percent-encoding form, default port
// and fragment do not matter.
std::string canonical_url(std::string_view text);

// `location` (absolute or relative) seen from `from`; empty when it cannot be resolved.
std::optional<std::string> resolve_url(std::string_view from, std::string_view location);

// localhost, *.localhost, 127.0.0.0/8, ::1.
bool is_loopback_host(std::string_view host);

// Loopback, 10/8, 172.16/12, 192.168/16, 169.254/16, fc00::/7, fe80::/10, *.local.
bool is_private_host(std::string_view host);

}  // namespace usagestat::base
