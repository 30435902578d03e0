// SPDX-License-Identifier: MIT
#include "story/credential_text.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace usagestat::story {

std::string_view core_of(std::string_view secret) {
  constexpr std::array<std::string_view, 4> beginnings{"bearer ", "token ", "basic ",
                                                       k_keyring_wrapper};
  for (bool changes = true; changes;) {
    const std::string_view before = secret;
    secret = base::trim(secret);
    if (secret.starts_with('"') || secret.starts_with('\'')) secret.remove_prefix(1);
    if (secret.ends_with('"') || secret.ends_with('\'')) secret.remove_suffix(1);
    for (const std::string_view beginning : beginnings)
      if (base::equals_ignoring_case(secret.substr(0, beginning.size()), beginning))
        secret.remove_prefix(beginning.size());
    // "sessionKey=x" in a variable that may hold a whole cookie; not the padding of Base64.
    const std::size_t equals = secret.find('=');
    const bool has_name = equals != std::string_view::npos && equals > 0 && equals <= 40 &&
                          secret.size() - equals > k_min_secret &&
                          secret.substr(0, equals).find_first_of("+/ .") == std::string_view::npos;
    if (has_name) secret.remove_prefix(equals + 1);
    changes = secret.size() != before.size();
  }
  return secret;
}

std::optional<std::pair<std::string_view, std::string_view>> as_setting(std::string_view line) {
  const std::size_t at = line.find_first_of("=:");
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view name = base::trim(line.substr(0, at));
  if (name.starts_with("export ")) name = base::trim(name.substr(7));
  std::string_view value = base::trim(line.substr(at + 1));
  while (!value.empty() && (value.ends_with(',') || value.ends_with(';')))
    value = base::trim(value.substr(0, value.size() - 1));
  // A comment may follow.
  const char quote = value.empty() ? ' ' : value.front();
  const std::size_t end = quote == '"' || quote == '\''
                              ? value.find(quote, 1)
                              : std::min(value.find(" #"), value.find("; "));
  return std::pair(name, core_of(value.substr(0, end)));
}

}  // namespace usagestat::story
