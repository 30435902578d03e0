// SPDX-License-Identifier: MIT
#include "cli/moment.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::cli {
namespace {

const base::TimePoint k_now = *base::parse_rfc3339("2026-03-26T11:16:29Z");

std::string moment(std::string_view text, DayEdge edge = DayEdge::begin,
                   std::string_view zone = "UTC") {
  const auto found = system::find_time_zone(zone);
  REQUIRE(found.has_value());
  const auto time = moment_of(text, edge, k_now, **found);
  return time ? base::format_utc(*time) : "";
}

TEST_CASE("so long ago") {
  CHECK(moment("90s") == "2026-03-26T11:14:59Z");
  CHECK(moment("7d") == "2026-03-19T11:16:29Z");
}

TEST_CASE("a time") { CHECK(moment("2026-03-01T10:00:00+02:00") == "2026-03-01T08:00:00Z"); }

TEST_CASE("a day from its begin to its end, where the user is") {
  CHECK(moment("2026-03-01") == "2026-03-01T00:00:00Z");
  CHECK(moment("2026-03-31", DayEdge::end) == "2026-03-31T23:59:59.999Z");
  CHECK(moment("2026-12-31", DayEdge::end) == "2026-12-31T23:59:59.999Z");
  CHECK(moment("2026-03-29", DayEdge::begin, "Europe/Paris") == "2026-03-28T23:00:00Z");
  CHECK(moment("2026-03-29", DayEdge::end, "Europe/Paris") == "2026-03-29T21:59:59.999Z");
}

TEST_CASE("anything else is none") {
  for (const char* text : {"", "yesterday", "2026-02-30", "2026-3-1", "2026-03-01T10", "-5m"})
    CHECK(moment(text).empty());
}

}  // namespace
}  // namespace usagestat::cli
