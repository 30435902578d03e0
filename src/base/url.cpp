// SPDX-License-Identifier: MIT
// The only file that names Boost.URL.
#include "base/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/url.hpp>

#include "base/encoding.hpp"
#include "base/text.hpp"

namespace usagestat::base {
namespace {

namespace urls = boost::urls;

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) == 0x7F;
  });
}

// A path without "." and ".." (RFC 3986 5.2.4), as it is sent.
std::string without_dot_segments(std::string_view path) {
  const std::vector<std::string> segments = split(path, '/');
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool is_up = segments[i] == "..";
    const bool is_last = i + 1 == segments.size();
    if (is_up && kept.size() > 1) kept.pop_back();
    if (!is_up && segments[i] != ".") {
      kept.push_back(segments[i]);
    } else if (is_last) {
      kept.emplace_back();
    }
  }
  return join(kept, "/");
}

// Decoded and encoded again, so that %7E and ~ are the same.
std::string normal_path(std::string_view encoded) {
  std::vector<std::string> segments = split(encoded, '/');
  for (std::string& segment : segments) segment = percent_encode(percent_decode(segment));
  const std::string path = without_dot_segments(join(segments, "/"));
  return path.empty() ? "/" : path;
}

std::optional<std::array<int, 4>> ipv4_bytes(std::string_view host) {
  const auto parts = split(host, '.');
  if (parts.size() != 4) return std::nullopt;
  std::array<int, 4> bytes{};
  for (std::size_t i = 0; i < 4; ++i) {
    // A leading zero means octal to some readers and decimal to others.
    const bool has_leading_zero = parts[i].size() > 1 && parts[i].front() == '0';
    if (parts[i].empty() || parts[i].size() > 3 || has_leading_zero) return std::nullopt;
    for (const char c : parts[i]) {
      if (c < '0' || c > '9') return std::nullopt;
      bytes.at(i) = bytes.at(i) * 10 + (c - '0');
    }
    if (bytes.at(i) > 255) return std::nullopt;
  }
  return bytes;
}

// Services document queries such as "group_by[]=x" and clients send them so, although the grammar
// wants these characters encoded. Only the query: a host is never repaired.
std::string with_encoded_query(std::string_view text) {
  constexpr std::string_view k_unwise = "[]{}|\\^`\"<>";
  const std::size_t query = std::min(text.find('?'), text.size());
  std::string result(text.substr(0, query));
  for (const char c : text.substr(query)) {
    const bool needs_encoding =
        static_cast<unsigned char>(c) >= 0x80 || k_unwise.find(c) != std::string_view::npos;
    result += needs_encoding ? percent_encode(std::string_view(&c, 1)) : std::string(1, c);
  }
  return result;
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  if (has_control_character(text)) return std::nullopt;
  const std::string encoded = with_encoded_query(text);
  const auto parsed = urls::parse_uri(encoded);
  if (!parsed) return std::nullopt;
  const urls::url_view& view = *parsed;
  Url url;
  url.scheme = to_lower(std::string_view(view.scheme().data(), view.scheme().size()));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  url.host = to_lower(view.host_address());
  if (url.host.empty()) return std::nullopt;
  if (view.has_port() && !view.port().empty()) {
    // port_number() of the library wraps around beyond 65535.
    const std::string_view digits(view.port().data(), view.port().size());
    int port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || port < 1 || port > 65535) return std::nullopt;
    url.port = port;
  } else {
    url.port = url.scheme == "https" ? 443 : 80;
  }
  const auto path = view.encoded_path();
  // "host:x/" is read by the library as a host without port and the path "x/".
  if (!path.empty() && path.front() != '/') return std::nullopt;
  url.path = normal_path(std::string_view(path.data(), path.size()));
  // "+" stands for itself here; forms are bodies, not queries of these services.
  const auto query = view.encoded_query();
  if (view.has_query() && !query.empty()) {
    for (const std::string& pair : split(std::string_view(query.data(), query.size()), '&')) {
      const auto equals = pair.find('=');
      url.query.emplace_back(
          percent_decode(pair.substr(0, equals)),
          equals == std::string::npos ? "" : percent_decode(pair.substr(equals + 1)));
    }
  }
  url.has_user_info = view.has_userinfo();
  return url;
}

std::string canonical_url(std::string_view text) {
  auto url = parse_url(text);
  if (!url) return std::string(text);
  std::ranges::sort(url->query);
  std::string result =
      url->scheme + "://" + url->host + ":" + std::to_string(url->port) + url->path;
  char separator = '?';
  for (const auto& [name, value] : url->query) {
    result += separator + percent_encode(name) + "=" + percent_encode(value);
    separator = '&';
  }
  return result;
}

std::optional<std::string> resolve_url(std::string_view from, std::string_view location) {
  if (has_control_character(location)) return std::nullopt;
  const auto base = urls::parse_uri(from);
  const auto reference = urls::parse_uri_reference(location);
  if (!base || !reference) return std::nullopt;
  urls::url resolved;
  if (!urls::resolve(*base, *reference, resolved)) return std::nullopt;
  // The library keeps ".." at the root.
  const std::string_view whole(resolved.buffer().data(), resolved.buffer().size());
  const auto path = resolved.encoded_path();
  const auto path_begin = static_cast<std::size_t>(path.data() - whole.data());
  const std::string_view old_path = whole.substr(path_begin, path.size());
  return std::string(whole.substr(0, path_begin)) + without_dot_segments(old_path) +
         std::string(whole.substr(path_begin + path.size()));
}

bool is_loopback_host(std::string_view host) {
  const std::string name = to_lower(host);
  if (name == "localhost" || name.ends_with(".localhost") || name == "::1") return true;
  const auto bytes = ipv4_bytes(name);
  return bytes && (*bytes)[0] == 127;
}

bool is_private_host(std::string_view host) {
  if (is_loopback_host(host)) return true;
  const std::string name = to_lower(host);
  if (name.ends_with(".local")) return true;
  if (const auto bytes = ipv4_bytes(name)) {
    const auto [a, b, c, d] = *bytes;
    return a == 10 || (a == 172 && b >= 16 && b <= 31) || (a == 192 && b == 168) ||
           (a == 169 && b == 254);
  }
  // The first group of an IPv6 address; with fewer than four digits it begins with zeros.
  if (name.find(':') != 4) return false;
  const std::string_view head = std::string_view(name).substr(0, 4);
  return head.starts_with("fc") || head.starts_with("fd") || head.starts_with("fe8") ||
         head.starts_with("fe9") || head.starts_with("fea") || head.starts_with("feb");
}

}  // namespace usagestat::base
