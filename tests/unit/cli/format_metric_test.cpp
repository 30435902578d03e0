// SPDX-License-Identifier: MIT
#include "cli/format_metric.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::cli {
namespace {

using namespace std::chrono_literals;

base::TimePoint at(std::string_view text) { return *base::parse_rfc3339(text); }

model::ProgressLine line(double used, double limit, model::NumberFormat format = {}) {
  model::ProgressLine result;
  result.used = used;
  result.limit = limit;
  result.format = std::move(format);
  return result;
}

TEST_CASE("fixed numbers round halves to even and never show minus zero") {
  CHECK(format_fixed(0.5, 0) == "0");
  CHECK(format_fixed(1.5, 0) == "2");
  CHECK(format_fixed(-0.001, 2) == "0.00");
  CHECK(format_fixed(-1.5, 1) == "-1.5");
  CHECK(format_fixed(1e21, 0) == "1000000000000000000000");
}

TEST_CASE("amounts by format") {
  using Kind = model::NumberFormat::Kind;
  CHECK(format_progress_plain(line(42, 100)) == "42.0% (42 / 100)");
  CHECK(format_progress_plain(line(150, 100)) == "150.0% (150 / 100)");
  CHECK(format_progress_plain(line(5, 0)) == "0.0% (5 / 0)");
  CHECK(format_progress_plain(line(12.5, 40, {Kind::dollars, ""})) == "$12.50 / $40.00");
  CHECK(format_progress_plain(line(37, 500, {Kind::count, "requests"})) == "37 / 500 requests");
  CHECK(format_progress_plain(line(37, 500, {Kind::count, ""})) == "37 / 500");
}

TEST_CASE("plain reset times") {
  const auto zone = system::utc_time_zone();
  const auto now = at("2026-03-26T11:16:29Z");
  CHECK(format_reset_plain(now + 3h + 12min + 30s, now, *zone) == "resets in 3h 12m");
  CHECK(format_reset_plain(now + 59min, now, *zone) == "resets in 59m");
  CHECK(format_reset_plain(now + 20s, now, *zone) == "resets in 0m");
  CHECK(format_reset_plain(at("2026-03-31T09:05:00Z"), now, *zone) == "resets Tue 9:05 AM");
  CHECK(format_reset_plain(at("2026-04-09T00:05:00Z"), now, *zone) == "resets Apr 9 12:05 AM");
  CHECK(format_reset_plain(at("2027-01-02T13:00:00Z"), now, *zone) == "resets Jan 2 2027 1:00 PM");
  CHECK(format_reset_plain(now, now, *zone) == "has reset");
}

TEST_CASE("short reset times") {
  const auto zone = system::utc_time_zone();
  const auto now = at("2026-03-26T11:16:29Z");
  CHECK(format_reset_short(now + 2h + 13min, now, *zone) == "in 2h 13m");
  CHECK(format_reset_short(at("2026-03-31T09:05:00Z"), now, *zone) == "Tue 09:05");
  CHECK(format_reset_short(at("2026-05-01T15:00:00Z"), now, *zone) == "May 1 15:00");
  CHECK(format_reset_short(now - 1h, now, *zone) == "just now");
}

TEST_CASE("reset times are civil times of the given zone") {
  const auto zone = system::find_time_zone("Asia/Kolkata");
  REQUIRE(zone.has_value());
  const auto now = at("2026-03-26T11:16:29Z");
  CHECK(format_reset_short(at("2026-03-29T20:00:00Z"), now, **zone) == "Mon 01:30");
}

TEST_CASE("ages") {
  const auto now = at("2026-03-26T11:16:29Z");
  CHECK(format_age(now - 2s, now) == "just now");
  CHECK(format_age(now - 42s, now) == "42s ago");
  CHECK(format_age(now - 5min, now) == "5m ago");
  CHECK(format_age(now - 26h, now) == "1d 2h ago");
}

}  // namespace
}  // namespace usagestat::cli
