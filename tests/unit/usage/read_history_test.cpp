// SPDX-License-Identifier: MIT
#include "usage/read_history.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/usage/history_world.hpp"

namespace usagestat::usage {
namespace {

using Strings = std::vector<std::string>;

const std::string k_old_dialect =
    R"({"ts":"2026-03-01T10:00:00+00:00","provider_id":"old","display_name":"Old","plan":null,)"
    R"("primary_percent":7.0,"input_tokens":null,"output_tokens":null,"cost":null,)"
    R"("reset_time":null})"
    "\n";

struct ThreeSamples : HistoryWorld {
  ThreeSamples() {
    world.filesystem.put(k_history, line_of(sample("acme", at("2026-03-01T09:00:00Z"), 1)) +
                                        k_old_dialect +
                                        line_of(sample("acme", at("2026-03-01T11:00:00Z"), 3)));
  }
  HistoryScan scan(const HistoryFilter& filter = {}) {
    const auto result = scan_history(
        k_history, filter, [](const model::HistorySample&) { return base::Result<void>(); },
        world.system(), system::Deadline());
    REQUIRE(result.has_value());
    return *result;
  }
};

TEST_CASE("both dialects are read, in the order of the file") {
  ThreeSamples f;
  CHECK(f.samples() == Strings{"acme 2026-03-01T09:00:00Z 1", "old 2026-03-01T10:00:00Z 7",
                               "acme 2026-03-01T11:00:00Z 3"});
  CHECK(f.scan().samples == 3);
  CHECK(f.scan().broken == 0);
}

TEST_CASE("filters by instance, provider and time; both ends belong to the span") {
  ThreeSamples f;
  HistoryFilter filter;
  filter.provider_ids = {"OLD"};
  CHECK(f.samples(filter) == Strings{"old 2026-03-01T10:00:00Z 7"});
  filter.provider_ids.clear();
  filter.instance_ids = {"acme"};
  CHECK(f.samples(filter).size() == 2);
  filter.since = at("2026-03-01T11:00:00Z");
  CHECK(f.samples(filter) == Strings{"acme 2026-03-01T11:00:00Z 3"});
  CHECK(f.scan(filter).samples == 3);
  filter = {};
  filter.until = at("2026-03-01T10:00:00Z");
  CHECK(f.samples(filter).size() == 2);
  filter.since = at("2026-03-01T10:00:00.001Z");
  CHECK(f.samples(filter).empty());
}

TEST_CASE("broken lines are counted and spoil no other; a torn end is not counted") {
  ThreeSamples f;
  f.world.filesystem.put(k_history, "\n  \n{\"ts\":\"2026\n" + f.text() + "[]\n" +
                                        std::string(2U << 20U, 'x') + "\n{\"ts\":\"2026-03-01T1");
  CHECK(f.samples().size() == 3);
  CHECK(f.scan().samples == 3);
  CHECK(f.scan().broken == 3);
  CHECK(f.scan().first_broken_line == 3);
}

TEST_CASE("a last sample that only lacks its newline counts") {
  ThreeSamples f;
  std::string text = f.text();
  text.pop_back();
  f.world.filesystem.put(k_history, text);
  CHECK(f.samples().size() == 3);
}

TEST_CASE("the newest samples of each instance, in the order of the file") {
  HistoryWorld f;
  std::string text;
  for (int i = 0; i < 5; ++i) {
    text += line_of(sample("a", at("2026-03-01T09:00:00Z") + std::chrono::hours(i), i));
    if (i < 2) text += line_of(sample("b", at("2026-03-01T09:30:00Z") + std::chrono::hours(i), i));
  }
  f.world.filesystem.put(k_history, text);
  const auto newest = [&f](std::size_t limit) {
    auto result = newest_samples(k_history, {}, limit, f.world.system(), system::Deadline());
    REQUIRE(result.has_value());
    Strings ids;
    for (const auto& one : result->samples)
      ids.push_back(one.instance_id +
                    std::to_string(static_cast<int>(one.metrics.primary_percent)));
    return ids;
  };
  CHECK(newest(3) == Strings{"b0", "b1", "a2", "a3", "a4"});
  CHECK(newest(1) == Strings{"b1", "a4"});
  CHECK(newest(0).empty());
  CHECK(newest(100).size() == 7);
}

TEST_CASE("errors: no file, a visitor that gives up, a signal") {
  HistoryWorld f;
  CHECK(f.samples().front().starts_with("error: "));
  f.world.filesystem.put(k_history, line_of(sample("a", at("2026-03-01T09:00:00Z"), 1)));
  const auto refused = scan_history(
      k_history, {},
      [](const model::HistorySample&) {
        return base::Result<void>(base::Error{base::ErrorKind::io, "Full.", ""});
      },
      f.world.system(), system::Deadline());
  REQUIRE(refused.has_error());
  CHECK(refused.error().message == "Full.");
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = scan_history(
      k_history, {}, [](const model::HistorySample&) { return base::Result<void>(); },
      f.world.system(), system::Deadline(stop.get_token()));
  REQUIRE(stopped.has_error());
  CHECK(stopped.error().kind == base::ErrorKind::interrupted);
}

TEST_CASE("the time of a line as this program writes it") {
  CHECK(time_of_line(R"({"ts":"2026-03-01T09:00:00+00:00","x)") == at("2026-03-01T09:00:00Z"));
  CHECK_FALSE(time_of_line(R"({ "ts":"2026-03-01T09:00:00Z"})"));
  CHECK_FALSE(time_of_line(R"({"ts":"2026)"));
  CHECK_FALSE(time_of_line(R"({"ts":"yesterday","provider)"));
}

}  // namespace
}  // namespace usagestat::usage
