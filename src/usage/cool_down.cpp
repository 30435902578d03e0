// SPDX-License-Identifier: MIT
#include "usage/cool_down.hpp"

#include <algorithm>
#include <array>

namespace usagestat::usage {

using namespace std::chrono_literals;

base::TimePoint next_attempt(unsigned failures_in_row, std::optional<base::TimePoint> retry_after,
                             base::TimePoint now, double jitter) {
  constexpr auto k_longest = 7 * 24h;
  if (retry_after && *retry_after > now)
    return std::min<base::TimePoint>(*retry_after, now + k_longest);
  constexpr std::array<std::chrono::minutes, 6> k_waits{1min, 2min, 5min, 10min, 30min, 60min};
  const std::size_t step = std::min<std::size_t>(std::max(1U, failures_in_row), k_waits.size()) - 1;
  const base::Milliseconds wait = k_waits.at(step);
  const double spread = static_cast<double>(wait.count()) / 5 * std::clamp(jitter, 0.0, 1.0);
  return now + wait + base::Milliseconds(static_cast<std::int64_t>(spread));
}

}  // namespace usagestat::usage
