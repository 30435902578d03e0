// SPDX-License-Identifier: MIT
#include "cli/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <ranges>
#include <string_view>

namespace usagestat::cli {
namespace {

constexpr std::array<std::string_view, 8> k_levels{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

std::string_view level(double value, double top) {
  const double share = top > 0 ? std::clamp(value / top, 0.0, 1.0) : 0;
  return k_levels.at(static_cast<std::size_t>(std::lround(share * (k_levels.size() - 1))));
}

}  // namespace

std::string sparkline(const Course& course, double top, std::size_t cells) {
  if (course.empty() || cells == 0) return "";
  const auto [first, last] = std::ranges::minmax(course | std::views::keys);
  const auto span = static_cast<double>((last - first).count());
  const std::size_t count = span > 0 ? std::min(cells, course.size()) : 1;
  std::vector<std::optional<double>> highest(count);
  for (const auto& [time, value] : course) {
    const double share = span > 0 ? static_cast<double>((time - first).count()) / span : 0;
    auto& cell = highest.at(
        std::min(count - 1, static_cast<std::size_t>(share * static_cast<double>(count))));
    cell = std::max(cell.value_or(value), value);
  }
  std::string text;
  for (const auto& cell : highest) text += cell ? level(*cell, top) : " ";
  return text;
}

}  // namespace usagestat::cli
