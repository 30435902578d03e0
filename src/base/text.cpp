// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace usagestat::base {
namespace {

constexpr std::string_view k_blanks = " \t\r\n\f\v";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(k_blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(k_blanks) - begin + 1);
}

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::string to_upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), upper);
  return result;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  return !std::ranges::search(text, part, [](char x, char y) { return lower(x) == lower(y); })
              .empty() ||
         part.empty();
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string result;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) result += separator;
    result += parts[i];
  }
  return result;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty()) return std::string(text);
  std::string result;
  for (;;) {
    const auto found = text.find(from);
    result += text.substr(0, found);
    if (found == std::string_view::npos) return result;
    result += to;
    text.remove_prefix(found + from.size());
  }
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string to_valid_utf8(std::string_view bytes) {
  std::string result;
  result.reserve(bytes.size());
  while (!bytes.empty()) {
    const DecodedCharacter character = decode_utf8(bytes);
    if (character.is_valid) {
      result += bytes.substr(0, character.length);
    } else {
      result += "\xEF\xBF\xBD";
    }
    bytes.remove_prefix(character.length);
  }
  return result;
}

bool is_valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const DecodedCharacter character = decode_utf8(bytes);
    if (!character.is_valid) return false;
    bytes.remove_prefix(character.length);
  }
  return true;
}

std::string without_control_characters(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const DecodedCharacter character = decode_utf8(text);
    const bool is_control =
        character.code < 0x20 || (character.code >= 0x7F && character.code < 0xA0);
    // Bidirectional overrides can make a line read differently from what it says.
    const bool is_override = (character.code >= 0x202A && character.code <= 0x202E) ||
                             (character.code >= 0x2066 && character.code <= 0x2069);
    if (!character.is_valid) {
      result += "\xEF\xBF\xBD";
    } else if (is_control || is_override) {
      result += ' ';
    } else {
      result += text.substr(0, character.length);
    }
    text.remove_prefix(character.length);
  }
  return result;
}

}  // namespace usagestat::base
