// SPDX-License-Identifier: MIT
// Amounts, percentages and reset times as text.
#pragma once

#include <string>

#include "base/time.hpp"
#include "model/metric_line.hpp"
#include "system/time_zones.hpp"

namespace usagestat::cli {

// `digits` decimals, halves to the even neighbour as printf does.
std::string format_fixed(double value, int digits);

// "42 / 100", "$12.50 / $40.00", "37 / 500 requests": the amounts of a progress line.
std::string format_amounts(const model::ProgressLine& line);

// "42.0% (42 / 100)" for percent lines, the amounts alone for others.
std::string format_progress_plain(const model::ProgressLine& line);

// "resets in 3h 12m" within a day, "resets Tue 9:05 AM" within a week, "resets Mar 26 9:05 AM"
// (with the year when it is another one) beyond, "has reset" when it is past.
std::string format_reset_plain(base::TimePoint resets_at, base::TimePoint now,
                               const system::TimeZone& zone);

// "in 2h 13m" within a day, "Tue 15:00" within a week, "Mar 26 15:00" beyond, "just now" when past.
std::string format_reset_short(base::TimePoint resets_at, base::TimePoint now,
                               const system::TimeZone& zone);

// "12s ago", "5m ago", "2h 3m ago".
// "14:05" within a day, else "Tue 14:05" or "Mar 26 14:05", local.
std::string format_clock(base::TimePoint time, base::TimePoint now, const system::TimeZone& zone);

std::string format_age(base::TimePoint then, base::TimePoint now);

}  // namespace usagestat::cli
