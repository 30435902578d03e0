// SPDX-License-Identifier: MIT
#include "base/redact.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/encoding.hpp"
#include "base/text.hpp"

namespace usagestat::base {
namespace {

constexpr std::size_t k_shortest_secret = 6;
// A cookie's value counts as a secret of its own from this length: shorter ones are settings such
// as a language or a theme.
constexpr std::size_t k_shortest_cookie = 12;

// Compared without punctuation; a name that ends with one of these is a secret's name too.
constexpr std::array<std::string_view, 12> k_secret_names{
    "token",      "apikey", "authorization", "cookie",     "cookieheader", "password",
    "sessionkey", "secret", "privatekey",    "credential", "passphrase",   "passwd"};
constexpr std::array<std::string_view, 3> k_key_names{"accesskey", "secretkey", "secretaccesskey"};

std::string letters_of(std::string_view name) {
  std::string result;
  for (const char c : to_lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) result += c;
  }
  return result;
}

}  // namespace

bool is_secret_name(std::string_view name) {
  constexpr std::size_t k_longest_name = 128;
  if (name.size() > k_longest_name) return false;
  const std::string letters = letters_of(name);
  const auto is_end = [&letters](std::string_view known) { return letters.ends_with(known); };
  return std::ranges::any_of(k_secret_names, is_end) || std::ranges::any_of(k_key_names, is_end);
}

void Redactor::add_secret(std::string_view secret) {
  const std::string_view core = trim(secret);
  if (core.size() < k_shortest_secret) return;
  const std::lock_guard lock(mutex_);
  secrets_.emplace(core);
  // As it appears in a URL or a form.
  secrets_.insert(percent_encode(core));
  // A service may repeat one cookie of a header.
  if (core.find('=') == std::string_view::npos || core.find(';') == std::string_view::npos) return;
  for (const std::string& pair : split(core, ';')) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) continue;
    const std::string_view value = trim(std::string_view(pair).substr(equals + 1));
    if (value.size() >= k_shortest_cookie) secrets_.emplace(value);
  }
}

std::string Redactor::redact(std::string_view text) const {
  std::string result(text);
  {
    const std::lock_guard lock(mutex_);
    // Longest first: a secret may be a part of another one.
    std::vector<std::string_view> ordered(secrets_.begin(), secrets_.end());
    std::ranges::sort(ordered, std::ranges::greater(), &std::string_view::size);
    for (const std::string_view secret : ordered) {
      if (result.find(secret) != std::string::npos)
        result = replace_all(result, secret, redacted_mark);
    }
  }
  return redact_patterns(result);
}

}  // namespace usagestat::base
