// SPDX-License-Identifier: MIT
#include "cli/render_table.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::cli {
namespace {

using Row = std::vector<std::string>;

// As many columns as find room, from the left; at least one.
std::vector<std::size_t> column_widths(const std::vector<Row>& rows, std::size_t width) {
  constexpr std::size_t k_narrowest = 8;
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], base::display_width(row[i]));
  }
  std::size_t least = 1;
  for (const std::size_t column : widths) least += std::min(column, k_narrowest) + 3;
  while (least > width && widths.size() > 1) {
    least -= std::min(widths.back(), k_narrowest) + 3;
    widths.pop_back();
  }
  std::size_t total = 1;
  for (const std::size_t column : widths) total += column + 3;
  // From the right: the last column says the least.
  for (std::size_t i = widths.size(); i-- > 0 && total > width;) {
    const std::size_t can_give = widths[i] > k_narrowest ? widths[i] - k_narrowest : 0;
    const std::size_t gives = std::min(can_give, total - width);
    widths[i] -= gives;
    total -= gives;
  }
  return widths;
}

std::string rule(const std::vector<std::size_t>& widths, std::string_view left,
                 std::string_view middle, std::string_view right) {
  std::string text(left);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    for (std::size_t j = 0; j < widths[i] + 2; ++j) text += "─";
    text += i + 1 == widths.size() ? right : middle;
  }
  return text + "\n";
}

}  // namespace

std::string render_table(const std::vector<Row>& rows, std::size_t width) {
  if (rows.empty()) return "";
  const auto widths = column_widths(rows, width);
  std::string text = rule(widths, "╭", "┬", "╮");
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < widths.size(); ++i)
      text += "│ " + base::pad_right(base::fit_width(rows[r][i], widths[i]), widths[i]) + " ";
    text += "│\n";
    if (r == 0 && rows.size() > 1) text += rule(widths, "├", "┼", "┤");
  }
  return text + rule(widths, "╰", "┴", "╯");
}

}  // namespace usagestat::cli
