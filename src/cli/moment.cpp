// SPDX-License-Identifier: MIT
#include "cli/moment.hpp"

#include <string>

namespace usagestat::cli {

std::optional<base::TimePoint> moment_of(std::string_view text, DayEdge edge, base::TimePoint now,
                                         const system::TimeZone& zone) {
  if (const auto duration = base::parse_duration(text)) return now - *duration;
  if (const auto time = base::parse_rfc3339(text)) return time;
  constexpr std::size_t k_date_length = 10;
  if (text.size() != k_date_length) return std::nullopt;
  const auto midnight = base::parse_rfc3339(std::string(text) + "T00:00:00Z");
  if (!midnight) return std::nullopt;
  base::CivilTime day = base::civil_time(*midnight, std::chrono::seconds(0));
  if (edge == DayEdge::begin) return zone.instant_of(day);
  ++day.day;
  return zone.instant_of(day) - base::Milliseconds(1);
}

}  // namespace usagestat::cli
