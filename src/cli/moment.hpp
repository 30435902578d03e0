// SPDX-License-Identifier: MIT
// Points of time as one types them after --since and --until.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "system/time_zones.hpp"

namespace usagestat::cli {

enum class DayEdge { begin, end };

// "7d" (so long before `now`), "2026-03-26" (the begin or the last millisecond of that day in
// `zone`) or an RFC 3339 time. Empty for anything else.
std::optional<base::TimePoint> moment_of(std::string_view text, DayEdge edge, base::TimePoint now,
                                         const system::TimeZone& zone);

}  // namespace usagestat::cli
