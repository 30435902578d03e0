// SPDX-License-Identifier: MIT
// "Did you mean …?" for ids, options and config keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace usagestat::base {

// Number of single-character insertions, removals, replacements and swaps of neighbours between two
// words (optimal string alignment distance), letter case ignored.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest known words, best first, at most `count`; empty when none is near enough to be meant.
std::vector<std::string> nearest_words(std::string_view word, const std::vector<std::string>& known,
                                       std::size_t count = 3);

}  // namespace usagestat::base
