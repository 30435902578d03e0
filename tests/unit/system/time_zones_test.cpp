// SPDX-License-Identifier: MIT
// Zones with their jumps.
#include "system/time_zones.hpp"

#include <catch2/catch_test_macros.hpp>
#include <stdlib.h>

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;

base::TimePoint at(std::string_view text) { return *base::parse_rfc3339(text); }

base::CivilTime civil(int year, unsigned month, unsigned day, int hour, int minute = 0) {
  base::CivilTime time;
  time.year = year;
  time.month = month;
  time.day = day;
  time.hour = hour;
  time.minute = minute;
  return time;
}

TEST_CASE("UTC needs no database") {
  const auto utc = *find_time_zone("UTC");
  CHECK(utc->name() == "UTC");
  CHECK(utc->offset_at(at("2026-07-01T00:00:00Z")) == 0s);
  CHECK(utc->instant_of(civil(2026, 2, 32, 25)) == at("2026-03-05T01:00:00Z"));
  CHECK(utc_time_zone()->name() == "UTC");
}

TEST_CASE("a named zone knows summer and winter") {
  const auto paris = *find_time_zone("Europe/Paris");
  CHECK(paris->name() == "Europe/Paris");
  CHECK(paris->offset_at(at("2026-01-15T12:00:00Z")) == 1h);
  CHECK(paris->offset_at(at("2026-07-15T12:00:00Z")) == 2h);
  CHECK(paris->offset_at(at("2026-03-29T00:59:59.999Z")) == 1h);
  CHECK(paris->offset_at(at("2026-03-29T01:00:00Z")) == 2h);
  CHECK(paris->instant_of(civil(2026, 7, 15, 12)) == at("2026-07-15T10:00:00Z"));
  const auto kathmandu = *find_time_zone("Asia/Kathmandu");
  CHECK(kathmandu->offset_at(at("2026-07-15T12:00:00Z")) == 5h + 45min);
  CHECK((*find_time_zone("America/New_York"))->offset_at(at("1960-01-01T00:00:00Z")) == -5h);
}

TEST_CASE("skipped and repeated times") {
  const auto paris = *find_time_zone("Europe/Paris");
  // 02:30 does not exist; with the offset before the jump it is 03:30 summer time.
  CHECK(paris->instant_of(civil(2026, 3, 29, 2, 30)) == at("2026-03-29T01:30:00Z"));
  // 02:30 comes twice; the first is in summer time.
  CHECK(paris->instant_of(civil(2026, 10, 25, 2, 30)) == at("2026-10-25T00:30:00Z"));
}

TEST_CASE("an unknown name is a sentence") {
  for (const char* const name :
       {"Europe/Atlantis", "", "../../etc/passwd", "/etc/localtime", "Europe/Paris\n", "file:x"}) {
    CAPTURE(name);
    const auto zone = find_time_zone(name);
    REQUIRE(zone.has_error());
    CHECK(zone.error().kind == base::ErrorKind::config);
  }
  CHECK(find_time_zone("Europe/Atlantis").error().message ==
        "The time zone \"Europe/Atlantis\" is not known on this machine.");
}

TEST_CASE("the local zone follows TZ") {
  ::setenv("TZ", "Asia/Tokyo", 1);
  const auto tokyo = local_time_zone();
  CHECK(tokyo->name() == "Asia/Tokyo");
  CHECK(tokyo->offset_at(at("2026-07-15T12:00:00Z")) == 9h);
  ::setenv("TZ", ":Europe/Paris", 1);
  CHECK(local_time_zone()->name() == "Europe/Paris");
  ::unsetenv("TZ");
  CHECK_FALSE(local_time_zone()->name().empty());
}

}  // namespace
}  // namespace usagestat::system
