// SPDX-License-Identifier: MIT
#include "model/verdict.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t k_day_ms = 24LL * 3600 * 1000;
const base::TimePoint k_now = *base::parse_rfc3339("2026-03-26T11:16:29Z");

ProgressLine line(const std::string& label, double used, std::optional<std::int64_t> period = {},
                  std::optional<base::TimePoint> resets_at = {}) {
  ProgressLine result;
  result.label = label;
  result.used = used;
  result.period_ms = period;
  result.resets_at = resets_at;
  return result;
}

UsageSnapshot snapshot_of(std::vector<ProgressLine> lines) {
  UsageSnapshot snapshot;
  snapshot.instance_id = "acme";
  for (auto& one : lines) snapshot.lines.emplace_back(std::move(one));
  return snapshot;
}

std::vector<std::string> windows(const std::vector<Check>& checks) {
  std::vector<std::string> result;
  for (const Check& check : checks) result.push_back(check.window);
  return result;
}

TEST_CASE("critical counts over unknown over warning over ok") {
  using enum Verdict;
  CHECK(worse_of(critical, unknown) == critical);
  CHECK(worse_of(unknown, critical) == critical);
  CHECK(worse_of(unknown, warning) == unknown);
  CHECK(worse_of(warning, ok) == warning);
  CHECK(worse_of(ok, ok) == ok);
}

TEST_CASE("reaching a threshold counts") {
  const Thresholds thresholds{80, 90, {}};
  const auto check = [&](double used) {
    return check_snapshot(snapshot_of({line("Weekly", used)}), thresholds, "any", k_now).at(0);
  };
  CHECK(check(79.9).verdict == Verdict::ok);
  CHECK(check(79.9).reason == "79.9% < 80%");
  CHECK(check(80).verdict == Verdict::warning);
  CHECK(check(80).reason == "80.0% >= 80%");
  CHECK(check(89.9).verdict == Verdict::warning);
  CHECK(check(90).verdict == Verdict::critical);
  CHECK(check(120).verdict == Verdict::critical);
  CHECK(check(120).used_percent == 120);
  CHECK(check(-5).used_percent == 0);
}

TEST_CASE("what is left can be the measure") {
  const Thresholds thresholds{{}, {}, 10};
  const auto check = [&](double used) {
    return check_snapshot(snapshot_of({line("Weekly", used)}), thresholds, "any", k_now).at(0);
  };
  CHECK(check(90).verdict == Verdict::ok);
  CHECK(check(90.5).verdict == Verdict::critical);
  CHECK(check(90.5).reason == "9.5% left < 10%");
  CHECK(check(130).reason == "0.0% left < 10%");
}

TEST_CASE("overage thresholds") {
  const auto checks =
      check_snapshot(snapshot_of({line("Credits", 149.96)}), {{}, 150, {}}, "any", k_now);
  CHECK(checks.at(0).verdict == Verdict::ok);
  CHECK(checks.at(0).reason == "150.0% < 150%");
}

TEST_CASE("a window is a label, else a period") {
  const auto snapshot =
      snapshot_of({line("Session", 1, 5 * 3600 * 1000), line("Weekly", 2, 7 * k_day_ms),
                   line("Weekly Opus", 3, 7 * k_day_ms), line("Requests", 4, 30 * k_day_ms),
                   line("Credits", 5)});
  const auto of = [&](std::string_view window) {
    return windows(check_snapshot(snapshot, {}, window, k_now));
  };
  CHECK(of("any") ==
        std::vector<std::string>{"session", "weekly", "weekly-opus", "requests", "credits"});
  CHECK(of("Weekly") == std::vector<std::string>{"weekly"});
  CHECK(of("weekly opus") == std::vector<std::string>{"weekly-opus"});
  CHECK(of("WEEKLY-OPUS") == std::vector<std::string>{"weekly-opus"});
  CHECK(of("monthly") == std::vector<std::string>{"requests"});
  CHECK(of("credits") == std::vector<std::string>{"credits"});
  CHECK(of("yearly").empty());
}

TEST_CASE("periods: session up to a day, weekly seven days, monthly 28 to 31") {
  const auto in = [](std::int64_t period, std::string_view window) {
    return is_in_window(line("x", 1, period), window);
  };
  CHECK(in(k_day_ms, "session"));
  CHECK_FALSE(in(k_day_ms + 1, "session"));
  CHECK(in(7 * k_day_ms, "weekly"));
  CHECK_FALSE(in(6 * k_day_ms, "weekly"));
  CHECK(in(28 * k_day_ms, "monthly"));
  CHECK(in(31 * k_day_ms, "monthly"));
  CHECK_FALSE(in(32 * k_day_ms, "monthly"));
  CHECK_FALSE(in(0, "session"));
}

TEST_CASE("a window that has reset since counts as unused") {
  const auto checks = check_snapshot(snapshot_of({line("Session", 99, 5 * 3600 * 1000, k_now - 1s),
                                                  line("Weekly", 99, 7 * k_day_ms, k_now + 1s)}),
                                     {{}, 90, {}}, "any", k_now);
  REQUIRE(checks.size() == 2);
  CHECK(checks[0].verdict == Verdict::ok);
  CHECK(checks[0].used_percent == 0);
  CHECK_FALSE(checks[0].resets_at);
  CHECK(checks[0].reason == "has reset since it was read");
  CHECK(checks[1].verdict == Verdict::critical);
  CHECK(checks[1].resets_at == k_now + 1s);
}

TEST_CASE("a limit that is not positive has no percentage to judge") {
  ProgressLine unlimited = line("Weekly", 5);
  unlimited.limit = 0;
  CHECK(check_snapshot(snapshot_of({unlimited}), {{}, 1, {}}, "any", k_now).empty());
}

TEST_CASE("a snapshot with an error is unknown besides what its last lines say") {
  auto snapshot = snapshot_of({line("Weekly", 95)});
  snapshot.error = SnapshotError{base::ErrorKind::network, "No answer.", "", k_now, {}};
  const auto checks = check_snapshot(snapshot, {{}, 90, {}}, "any", k_now);
  REQUIRE(checks.size() == 2);
  CHECK(checks[0].verdict == Verdict::critical);
  CHECK(checks[1].verdict == Verdict::unknown);
  CHECK(checks[1].window.empty());
  CHECK(checks[1].reason == "No answer.");
  CHECK(verdict_of(checks) == Verdict::critical);
  CHECK(verdict_of({}) == Verdict::ok);
}

}  // namespace
}  // namespace usagestat::model
