// SPDX-License-Identifier: MIT
#include "base/suggest.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::base {

std::size_t edit_distance(std::string_view first, std::string_view second) {
  const std::string a = to_lower(first);
  const std::string b = to_lower(second);
  // Rows of the distances of all beginnings of `a` and `b`; the last three are enough.
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::vector<std::string> nearest_words(std::string_view word, const std::vector<std::string>& known,
                                       std::size_t count) {
  constexpr std::size_t k_longest = 64;  // nobody means a known word with more than that
  if (word.empty() || word.size() > k_longest) return {};
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& candidate : known) {
    const std::size_t allowed =
        std::max<std::size_t>(1, std::min(word.size(), candidate.size()) / 3);
    std::size_t distance = edit_distance(word, candidate);
    // A beginning that was typed is meant, however much is missing.
    const bool is_beginning =
        word.size() >= 3 && candidate.size() > word.size() &&
        equals_ignoring_case(std::string_view(candidate).substr(0, word.size()), word);
    if (is_beginning) distance = std::min(distance, allowed);
    if (distance <= allowed) ranked.emplace_back(distance, candidate);
  }
  std::ranges::sort(ranked);
  std::vector<std::string> result;
  for (const auto& [distance, candidate] : ranked) {
    if (result.size() < count && std::ranges::find(result, candidate) == result.end())
      result.push_back(candidate);
  }
  return result;
}

}  // namespace usagestat::base
