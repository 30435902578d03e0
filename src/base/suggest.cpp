// SPDX-License-Identifier: MIT
#include "base/suggest.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::base {

std::size_t edit_distance(std::string_view first, std::string_view second) {
  const std::string a = to_lower(first);
  const std::string b = to_lower(second);
  std::vector<std::vector<std::size_t>> rows(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) rows[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      rows[i][j] = std::min({rows[i - 1][j] + 1, rows[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        rows[i][j] = std::min(rows[i][j], rows[i - 2][j - 2] + 1);
    }
  }
  return rows[a.size()][b.size()];
}

std::vector<std::string> nearest_words(std::string_view word, const std::vector<std::string>& known,
                                       std::size_t count) {
  constexpr std::size_t k_longest = 64;  // nobody means a known word with more than that
  if (word.empty() || word.size() > k_longest) return {};
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& candidate : known) {
    const std::size_t allowed = std::max<std::size_t>(1, std::min(word.size(), candidate.size()) / 3);
    std::size_t distance = edit_distance(word, candidate);
    // A beginning that was typed is meant, however much is missing.
    const bool is_beginning = word.size() >= 3 && candidate.size() > word.size() &&
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
