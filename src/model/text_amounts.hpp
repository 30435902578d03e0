// SPDX-License-Identifier: MIT
// Amounts inside the texts that providers write for people: "$1,234.50", "12.5K input tokens".
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace usagestat::model {

struct TextAmount {
  double value = 0;  // multiplied by its suffix: K, M, B, T, thousand, million, billion
  enum class Unit { none, dollars, percent } unit = Unit::none;
  std::size_t begin = 0;  // bytes of the text it takes, sign, currency and suffix included
  std::size_t end = 0;

  bool operator==(const TextAmount&) const = default;
};

// From left to right. A comma groups thousands when three digits follow; digits that belong to a
// word ("gpt-4", "v2") are no amount. Dollars have a $ before or USD or "dollars" behind.
std::vector<TextAmount> amounts_in(std::string_view text);

// The first amount of money.
std::optional<double> first_dollars(std::string_view text);

// The amount that belongs to `word` (lower case): the one behind it when words come first in this
// text ("input: 5K"), else the one before it ("5K input"). Money and percentages do not count.
std::optional<double> amount_of_word(std::string_view text, std::string_view word);

}  // namespace usagestat::model
