// SPDX-License-Identifier: MIT
#include "cli/wrap_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::cli {

std::string wrap_text(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string result;
  for (const std::string& paragraph : base::split(text, '\n')) {
    if (base::trim(paragraph).empty()) {
      result += '\n';
      continue;
    }
    std::string line;
    for (const std::string& word : base::split(paragraph, ' ')) {
      if (word.empty()) continue;
      const std::size_t needed = base::display_width(line) + 1 + base::display_width(word);
      if (!line.empty() && indent + needed > width) {
        result += margin + line + '\n';
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    result += margin + line + '\n';
  }
  return result;
}

std::string two_columns(const std::vector<std::pair<std::string, std::string>>& rows,
                        std::size_t width) {
  constexpr std::size_t k_margin = 2;
  constexpr std::size_t k_gap = 2;
  std::size_t left_width = 0;
  for (const auto& row : rows) left_width = std::max(left_width, base::display_width(row.first));
  left_width = std::min(left_width, width / 3);
  const std::size_t column = k_margin + left_width + k_gap;
  std::string result;
  for (const auto& [left, right] : rows) {
    const std::string head = std::string(k_margin, ' ') + left;
    const std::string wrapped = wrap_text(right, width, column);
    if (base::display_width(left) > left_width || right.empty()) {
      result += head + '\n' + (right.empty() ? "" : wrapped);
    } else {
      result += base::pad_right(head, column) + wrapped.substr(column);
    }
  }
  return result;
}

}  // namespace usagestat::cli
