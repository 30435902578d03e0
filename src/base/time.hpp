// SPDX-License-Identifier: MIT
// Instants and durations as text. Pure: `now` is always an argument.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace usagestat::base {

using Milliseconds = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Milliseconds>;

// Reads an RFC 3339 instant (offset required, fraction cut to milliseconds, "T" or a blank between
// date and time; no 24:00, no leap second). Empty for all else and beyond the years 0001 to 9999.
std::optional<TimePoint> parse_rfc3339(std::string_view text);

// "2026-03-26T11:16:29Z", or with ".161" before the Z when the milliseconds are not zero.
std::string format_utc(TimePoint time);

// A date header of HTTP (RFC 9110 5.6.7, IMF-fixdate form only), for Retry-After.
std::optional<TimePoint> parse_http_date(std::string_view text);

// "90s", "5m", "2h", "7d", "250ms"; a bare number means seconds. Empty for anything else, for
// negative values and for more than ten years.
std::optional<Milliseconds> parse_duration(std::string_view text);

// The two largest units, rounded down: "3d 4h", "2h 13m", "12m", "<1m".
std::string format_duration(Milliseconds duration);

struct CivilTime {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int weekday = 4;  // 0 = Sunday
};

// The civil time at `utc_offset` east of UTC.
CivilTime civil_time(TimePoint time, std::chrono::seconds utc_offset);

}  // namespace usagestat::base
