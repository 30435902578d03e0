// SPDX-License-Identifier: MIT
// Columns of text on a terminal.
#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/width_tables.hpp"

namespace usagestat::base {
namespace {

constexpr char32_t k_joiner = 0x200D;
constexpr std::string_view k_ellipsis = "…";

template <std::size_t N>
bool is_in(const std::array<CharacterRange, N>& ranges, char32_t code) {
  const auto next = std::ranges::upper_bound(ranges, code, {}, &CharacterRange::first);
  return next != ranges.begin() && code <= std::prev(next)->last;
}

// Skin tones change the emoji before them.
bool is_modifier(char32_t code) { return code >= 0x1F3FB && code <= 0x1F3FF; }

// A character with everything that is drawn into its cells: combining marks, modifiers, and what a
// zero-width joiner glues to it.
struct Cluster {
  std::size_t bytes = 0;
  std::size_t width = 0;
};

Cluster first_cluster(std::string_view text) {
  Cluster cluster;
  bool is_glued = true;  // the next character belongs here whatever it is
  while (cluster.bytes < text.size()) {
    const DecodedCharacter character = decode_utf8(text.substr(cluster.bytes));
    const bool has_width = !character.is_valid || !is_in(zero_width_ranges, character.code);
    if (has_width && !is_glued && !(cluster.width == 2 && is_modifier(character.code))) break;
    if (has_width && cluster.width == 0)
      cluster.width = character.is_valid && is_in(wide_ranges, character.code) ? 2 : 1;
    cluster.bytes += character.length;
    is_glued = character.is_valid && character.code == k_joiner && cluster.width > 0;
    if (cluster.width == 0) break;  // nothing to draw it into
  }
  return cluster;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Cluster cluster = first_cluster(text);
    width += cluster.width;
    text.remove_prefix(cluster.bytes);
  }
  return width;
}

std::string fit_width(std::string_view text, std::size_t width) {
  std::size_t used = 0;
  std::size_t end = 0;
  std::size_t cut = 0;  // where the text ends if there is an ellipsis
  while (end < text.size()) {
    const Cluster cluster = first_cluster(text.substr(end));
    used += cluster.width;
    end += cluster.bytes;
    if (used < width) cut = end;
    if (used > width)
      return width == 0 ? "" : std::string(text.substr(0, cut)) + std::string(k_ellipsis);
  }
  return std::string(text);
}

}  // namespace usagestat::base
