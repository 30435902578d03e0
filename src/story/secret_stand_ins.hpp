// SPDX-License-Identifier: MIT
// Replaces what is private in a recording by stand-ins of the same shape, each value by the same
// one wherever it occurs, so that the recording still plays to the same end.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace usagestat::story {

// First everything is learned, then everything is replaced.
class SecretStandIns {
 public:
  // A value that must not be shown, whatever it looks like; shorter than 6 bytes: ignored.
  void learn_secret(std::string_view secret);

  // A text that a probe took in: looks for JSON members, settings and variables with secret names
  // and for whatever looks like a token, a JWT, an e-mail address or a UUID, also inside of Base64
  // or hexadecimal wrappers and of JSON in strings.
  void learn_from(std::string_view text);

  // The value of something called `name`: a secret if the name says so.
  void learn_named(std::string_view name, std::string_view value);

  // `from` becomes exactly `to`; for the home directory.
  void learn_literal(std::string_view from, std::string_view to);

  // True when a learned secret (not just an address or a UUID) occurs in the text.
  bool holds_secret(std::string_view text) const;

  // True for a text that looks like a credential but was not learned: something that a probe made
  // up or calculated itself.
  bool looks_like_unknown_secret(std::string_view text) const;

  std::string replace(std::string_view text) const;
  // Strings and member names, at any depth.
  base::json::value replace_in(const base::json::value& value) const;

 private:
  void learn_from_json(const base::json::value& value);
  void learn_pair(const base::json::value& object);
  void learn_from_line(std::string_view line);
  void learn_cookies(std::string_view header);
  void learn_patterns(std::string_view text);
  std::string learn_messages(std::string_view text);
  void learn_jwt(std::string_view token);
  void learn_identity(std::string_view identity);
  std::string stand_in_for_jwt(std::string_view token) const;
  std::string replace_tokens(std::string_view text) const;
  std::string replace_known(std::string_view text) const;
  void put(std::string_view from, std::string to);

  // Replacements by the original, longest first at each place.
  std::map<std::string, std::string, std::less<>> table_;
  std::set<std::string, std::less<>> secrets_;
  std::set<std::string, std::less<>> jwts_;
  std::map<std::string, std::string, std::less<>> addresses_;      // lower case → stand-in
  std::map<std::string, std::string, std::less<>> uuids_;          // lower case → stand-in
  std::map<char, std::set<std::size_t, std::greater<>>> lengths_;  // of table_ keys by first byte
};

// `secret` with its known kind of prefix kept ("sk-ant-oat01-"), then letters, digits and signs of
// the same classes; different for different `ordinal`s when there is room.
std::string same_shape(std::string_view secret, std::size_t ordinal);

}  // namespace usagestat::story
