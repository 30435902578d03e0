// SPDX-License-Identifier: MIT
// Columns of text on a terminal. Ranges are those of Unicode 15 East Asian Width W and F, emoji
// presentation, and of the general categories Mn, Me and Cf, joined where the gaps hold nothing.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace usagestat::base {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array<Range, 24> k_wide{{
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x25FD, 0x25FE},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},   {0x26BD, 0x26BE},
    {0x26D4, 0x26D4},   {0x2705, 0x2705},   {0x274C, 0x274C},   {0x2753, 0x2757},
    {0x2795, 0x2797},   {0x2B1B, 0x2B1C},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD},
}};

constexpr std::array<Range, 22> k_without_width{{
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
    {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xE0000, 0xE01EF},
}};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t code) {
  const auto next = std::ranges::upper_bound(ranges, code, {}, &Range::first);
  return next != ranges.begin() && code <= std::prev(next)->last;
}

std::size_t width_of(char32_t code) {
  if (is_in(k_without_width, code)) return 0;
  return is_in(k_wide, code) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  bool is_joined = false;  // the character after a zero-width joiner is part of the one before
  while (!text.empty()) {
    const DecodedCharacter character = decode_utf8(text);
    if (!is_joined) width += character.is_valid ? width_of(character.code) : 1;
    is_joined = character.code == 0x200D;
    text.remove_prefix(character.length);
  }
  return width;
}

std::string fit_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::size_t used = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const DecodedCharacter character = decode_utf8(text.substr(end));
    const std::size_t columns = character.is_valid ? width_of(character.code) : 1;
    if (used + columns > width - 1) break;
    used += columns;
    end += character.length;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace usagestat::base
