// SPDX-License-Identifier: MIT
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

// "label=value" of each line of spending.
std::string spent(const std::string& events, const std::string& zone = "UTC",
                  const std::string& now = "2026-03-29T12:00:00Z") {
  ProbeWorld world;
  world.world.clock.set(*base::parse_rfc3339(now));
  world.time_zone = *system::find_time_zone(zone);
  return world.value("function at(text) { return Date.parse(text); } return util.spendLines([" +
                     events + "]).map(function (line) { return line.label + '=' + line.value; });");
}

TEST_CASE("events are summed by day") {
  CHECK(
      spent("{timeMs: at('2026-03-29T00:00:00Z'), dollars: 0.5, tokens: 1000},"
            "{timeMs: at('2026-03-29T11:00:00Z'), dollars: 0.25, tokens: 200},"
            "{timeMs: at('2026-03-28T23:59:59Z'), dollars: 2, tokens: 9200000}") ==
      R"(["Today=$0.75 · 1.2K tokens","Yesterday=$2.00 · 9.2M tokens","Last 30 Days=$2.75 · 9.2M tokens"])");
}

TEST_CASE("today and thirty days before count, no more") {
  CHECK(
      spent("{timeMs: at('2026-02-27T00:00:00Z'), dollars: 1, tokens: 5}") ==
      R"(["Today=$0.00 · 0 tokens","Yesterday=$0.00 · 0 tokens","Last 30 Days=$1.00 · 5 tokens"])");
  CHECK(spent("{timeMs: at('2026-02-26T23:59:59Z'), dollars: 1, tokens: 5}") == "[]");
  CHECK(spent("{timeMs: at('2026-03-30T00:00:00Z'), dollars: 1, tokens: 5}") == "[]");
  CHECK(spent("") == "[]");
}

TEST_CASE("days are those of the user's zone, also when the clocks change") {
  // Berlin: 29 March 2026 begins at 23:00 UTC the day before and has 23 hours.
  CHECK(
      spent("{timeMs: at('2026-03-28T23:00:00Z'), dollars: 1, tokens: 1},"
            "{timeMs: at('2026-03-28T22:59:59Z'), dollars: 2, tokens: 2},"
            "{timeMs: at('2026-03-29T22:00:00Z'), dollars: 4, tokens: 4}",
            "Europe/Berlin") ==
      R"(["Today=$1.00 · 1 tokens","Yesterday=$2.00 · 2 tokens","Last 30 Days=$3.00 · 3 tokens"])");
}

TEST_CASE("the first instant that counts is a midnight of the user's zone") {
  ProbeWorld world;
  world.world.clock.set(*base::parse_rfc3339("2026-03-29T12:00:00Z"));
  world.time_zone = *system::find_time_zone("Europe/Berlin");
  CHECK(world.value("return new Date(util.spendStartMs()).toISOString();") ==
        R"("2026-02-26T23:00:00.000Z")");
}

TEST_CASE("without any price there is none") {
  CHECK(spent("{timeMs: at('2026-03-29T01:00:00Z'), dollars: null, tokens: 7}") ==
        R"(["Today=7 tokens","Yesterday=0 tokens","Last 30 Days=7 tokens"])");
  CHECK(
      spent("{timeMs: at('2026-03-29T01:00:00Z'), dollars: null, tokens: 7},"
            "{timeMs: at('2026-03-28T01:00:00Z'), dollars: 0.1, tokens: 1}") ==
      R"(["Today=$0.00 · 7 tokens","Yesterday=$0.10 · 1 tokens","Last 30 Days=$0.10 · 8 tokens"])");
}

}  // namespace
}  // namespace usagestat::plugin_host
