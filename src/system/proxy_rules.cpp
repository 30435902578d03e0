// SPDX-License-Identifier: MIT
// The proxy variables as curl and its peers read them.
#include "system/proxy_rules.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "system/ip_address.hpp"

namespace usagestat::system {
namespace {

constexpr std::array<std::string_view, 6> proxy_schemes = {"http",    "https",  "socks4",
                                                           "socks4a", "socks5", "socks5h"};

std::optional<int> parse_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

base::Error bad_setting(const std::string& source, std::string_view what) {
  return {base::ErrorKind::config, "The proxy address in " + source + " " + std::string(what) + ".",
          "Write it as http://host:port, https://host:port or socks5h://host:port."};
}

// The host of "user:password@[::1]:8080/": what is safe to show.
std::string host_of_authority(std::string_view authority) {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (!authority.empty() && authority.front() == '[') {
    const auto end = authority.find(']');
    return end == std::string_view::npos ? "" : std::string(authority.substr(1, end - 1));
  }
  return base::to_lower(authority.substr(0, authority.find(':')));
}

// "host:port" apart; an IPv6 address without brackets has several colons and no port.
std::pair<std::string_view, std::optional<int>> split_port(std::string_view entry) {
  if (!entry.empty() && entry.front() == '[') {
    const auto end = entry.find(']');
    if (end == std::string_view::npos) return {entry, std::nullopt};
    const auto rest = entry.substr(end + 1);
    const auto port = rest.starts_with(':') ? parse_number(rest.substr(1)) : std::nullopt;
    return {entry.substr(1, end - 1), port};
  }
  const auto colon = entry.find(':');
  if (colon == std::string_view::npos || entry.find(':', colon + 1) != std::string_view::npos) {
    return {entry, std::nullopt};
  }
  if (const auto port = parse_number(entry.substr(colon + 1)))
    return {entry.substr(0, colon), port};
  return {entry, std::nullopt};
}

bool matches_block(std::string_view block, std::string_view host) {
  const auto slash = block.find('/');
  const auto network = IpAddress::parse(block.substr(0, slash));
  const auto address = IpAddress::parse(host);
  if (!network || !address) return false;
  if (slash == std::string_view::npos) return *network == *address;
  const auto bits = parse_number(block.substr(slash + 1));
  return bits && address->is_in(*network, static_cast<unsigned>(*bits));
}

}  // namespace

bool matches_no_proxy(std::string_view entry, std::string_view host, int port) {
  entry = base::trim(entry);
  if (entry.empty()) return false;
  if (entry == "*") return true;
  const auto [name, wanted_port] = split_port(entry);
  if (wanted_port && *wanted_port != port) return false;
  if (matches_block(name, host)) return true;
  std::string_view suffix = name;
  if (suffix.starts_with("*.")) suffix.remove_prefix(1);
  if (suffix.starts_with('.')) suffix.remove_prefix(1);
  if (suffix.ends_with('.')) suffix.remove_suffix(1);
  if (suffix.empty() || host.size() < suffix.size()) return false;
  const auto tail = host.substr(host.size() - suffix.size());
  if (!base::equals_ignoring_case(tail, suffix)) return false;
  return host.size() == suffix.size() || host[host.size() - suffix.size() - 1] == '.';
}

ProxyRules::ProxyRules(const Environment& environment,
                       const std::optional<std::string>& configured) {
  const auto variable = [&](std::initializer_list<const char*> names) -> std::optional<Setting> {
    for (const char* const name : names) {
      if (auto value = environment.get(name)) return Setting{*value, name};
    }
    return std::nullopt;
  };
  if (configured && !configured->empty()) {
    https_ = http_ = Setting{*configured, "the config"};
  } else {
    https_ = variable({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
    http_ = variable({"http_proxy", "all_proxy", "ALL_PROXY"});
  }
  if (const auto list = variable({"no_proxy", "NO_PROXY"})) {
    std::string blanks_as_commas = list->value;
    std::replace(blanks_as_commas.begin(), blanks_as_commas.end(), ' ', ',');
    exceptions_ = base::split(blanks_as_commas, ',');
  }
}

base::Result<std::optional<Proxy>> ProxyRules::proxy_for(const base::Url& url) const {
  const auto& setting = url.scheme == "https" ? https_ : http_;
  if (!setting || base::is_loopback_host(url.host)) return std::optional<Proxy>{};
  const bool excepted = std::any_of(
      exceptions_.begin(), exceptions_.end(),
      [&](const std::string& entry) { return matches_no_proxy(entry, url.host, url.port); });
  if (excepted) return std::optional<Proxy>{};

  const std::string_view value = base::trim(setting->value);
  const auto separator = value.find("://");
  const std::string scheme =
      separator == std::string_view::npos ? "http" : base::to_lower(value.substr(0, separator));
  if (std::find(proxy_schemes.begin(), proxy_schemes.end(), scheme) == proxy_schemes.end()) {
    return bad_setting(setting->source, "has an unknown scheme");
  }
  const auto authority = separator == std::string_view::npos ? value : value.substr(separator + 3);
  std::string host = host_of_authority(authority);
  if (host.empty()) return bad_setting(setting->source, "names no host");
  if (value.find_first_of(" \t\r\n") != std::string_view::npos) {
    return bad_setting(setting->source, "contains white space");
  }
  return std::optional<Proxy>(
      Proxy{scheme + "://" + std::string(authority), std::move(host), setting->source});
}

}  // namespace usagestat::system
