// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

using namespace std::chrono_literals;

std::string reread(std::string_view text) {
  const auto time = parse_rfc3339(text);
  return time ? format_utc(*time) : "refused";
}

TEST_CASE("RFC 3339 times become UTC") {
  CHECK(parse_rfc3339("1970-01-01T00:00:00Z") == TimePoint(0ms));
  CHECK(parse_rfc3339("2026-03-26T13:00:00.161Z") == TimePoint(1774530000161ms));
  CHECK(parse_rfc3339("1969-12-31T23:59:59.999Z") == TimePoint(-1ms));
  CHECK(reread("2026-01-01T00:30:00+01:00") == "2025-12-31T23:30:00Z");
  CHECK(reread("2026-01-01T00:30:00-05:30") == "2026-01-01T06:00:00Z");
  CHECK(reread("2026-01-01t00:30:00z") == "2026-01-01T00:30:00Z");
  CHECK(reread("2026-01-01 00:30:00+00:00") == "2026-01-01T00:30:00Z");
  CHECK(reread("2026-01-01T00:30:00-00:00") == "2026-01-01T00:30:00Z");
}

TEST_CASE("a fraction has any number of digits and is cut to milliseconds") {
  CHECK(reread("2026-01-01T00:00:00.5Z") == "2026-01-01T00:00:00.500Z");
  CHECK(reread("2026-01-01T00:00:00.05Z") == "2026-01-01T00:00:00.050Z");
  CHECK(reread("2026-01-01T00:00:00.118204551Z") == "2026-01-01T00:00:00.118Z");
  CHECK(reread("2026-01-01T00:00:00.99999999999999Z") == "2026-01-01T00:00:00.999Z");
  CHECK(reread("2026-01-01T00:00:00.0009Z") == "2026-01-01T00:00:00Z");
  CHECK(reread("2026-01-01T00:00:00.Z") == "refused");
}

TEST_CASE("leap years") {
  CHECK(reread("2024-02-29T12:00:00Z") == "2024-02-29T12:00:00Z");
  CHECK(reread("2000-02-29T12:00:00Z") == "2000-02-29T12:00:00Z");
  CHECK(reread("2026-02-29T12:00:00Z") == "refused");
  CHECK(reread("1900-02-29T12:00:00Z") == "refused");
  CHECK(reread("2100-02-29T12:00:00Z") == "refused");
}

TEST_CASE("what is no RFC 3339 time is refused") {
  for (const std::string_view text : {"",
                                      "2026",
                                      "2026-01-01",
                                      "2026-01-01T00:00Z",
                                      "2026-01-01T00:00:00",
                                      "2026-01-01T24:00:00Z",
                                      "2026-01-01T00:60:00Z",
                                      "2026-01-01T23:59:60Z",
                                      "2016-12-31T23:59:60Z",
                                      "2026-00-01T00:00:00Z",
                                      "2026-13-01T00:00:00Z",
                                      "2026-04-31T00:00:00Z",
                                      "2026-01-00T00:00:00Z",
                                      "2026-01-01T00:00:00+0100",
                                      "2026-01-01T00:00:00+01",
                                      "2026-01-01T00:00:00+24:00",
                                      "2026-01-01T00:00:00+01:60",
                                      "2026-01-01T00:00:00Z ",
                                      " 2026-01-01T00:00:00Z",
                                      "2026-01-01T00:00:00ZZ",
                                      "26-01-01T00:00:00Z",
                                      "+2026-01-01T00:00:00Z",
                                      "2026-1-1T00:00:00Z",
                                      "2026-01-01T0:00:00Z",
                                      "2026-01-01X00:00:00Z",
                                      "2026/01/01T00:00:00Z",
                                      "2026-01-01T00:00:00,5Z",
                                      "-001-01-01T00:00:00Z",
                                      "2026-01-01T-1:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("years 0001 to 9999, also after the offset") {
  CHECK(reread("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00Z");
  CHECK(reread("9999-12-31T23:59:59.999Z") == "9999-12-31T23:59:59.999Z");
  CHECK(reread("0000-12-31T23:59:59Z") == "refused");
  CHECK(reread("0001-01-01T00:00:00+00:01") == "refused");
  CHECK(reread("9999-12-31T23:59:59-00:01") == "refused");
}

TEST_CASE("milliseconds are written only when there are some") {
  CHECK(format_utc(TimePoint(1774530000000ms)) == "2026-03-26T13:00:00Z");
  CHECK(format_utc(TimePoint(1774530000007ms)) == "2026-03-26T13:00:00.007Z");
  CHECK(format_utc(TimePoint(-1ms)) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("HTTP dates") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == parse_rfc3339("1994-11-06T08:49:37Z"));
  CHECK(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT") == TimePoint(0ms));
  for (const std::string_view text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ", "120"}) {
    INFO(text);
    CHECK_FALSE(parse_http_date(text));
  }
}

TEST_CASE("durations") {
  CHECK(parse_duration("90s") == 90s);
  CHECK(parse_duration("90") == 90s);
  CHECK(parse_duration("5m") == 5min);
  CHECK(parse_duration("5min") == 5min);
  CHECK(parse_duration("2h") == 2h);
  CHECK(parse_duration("7d") == 168h);
  CHECK(parse_duration("250ms") == 250ms);
  CHECK(parse_duration("0") == 0ms);
  CHECK(parse_duration("3652d") == 24h * 3652);
  for (const std::string_view text :
       {"", "s", "-5s", "+5s", "1.5h", "5 m", "5M", "5x", "1h30m", "3653d", " 5s", "5s ",
        "99999999999999999999", "9223372036854775807d", "0x5"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("durations are shown in their two largest units, rounded down") {
  CHECK(format_duration(0ms) == "<1m");
  CHECK(format_duration(-5h) == "<1m");
  CHECK(format_duration(59999ms) == "<1m");
  CHECK(format_duration(60s) == "1m");
  CHECK(format_duration(2h + 13min + 59s) == "2h 13m");
  CHECK(format_duration(2h + 59s) == "2h");
  CHECK(format_duration(24h * 3 + 4h + 59min) == "3d 4h");
  CHECK(format_duration(24h * 3 + 59min) == "3d");
}

TEST_CASE("civil time east and west of UTC") {
  const CivilTime east = civil_time(TimePoint(1774569599000ms), 5h + 30min);  // 23:59:59 UTC
  CHECK(east.year == 2026);
  CHECK(east.month == 3);
  CHECK(east.day == 27);
  CHECK(east.hour == 5);
  CHECK(east.minute == 29);
  CHECK(east.second == 59);
  CHECK(east.weekday == 5);
  const CivilTime west = civil_time(TimePoint(-1ms), -8h);
  CHECK(west.year == 1969);
  CHECK(west.month == 12);
  CHECK(west.day == 31);
  CHECK(west.hour == 15);
  CHECK(west.second == 59);
  CHECK(west.weekday == 3);
}

}  // namespace
}  // namespace usagestat::base
