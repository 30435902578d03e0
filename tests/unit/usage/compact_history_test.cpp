// SPDX-License-Identifier: MIT
#include "usage/compact_history.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/usage/history_world.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

const base::TimePoint k_now = at("2026-03-26T11:16:29Z");

struct Fixture : HistoryWorld {
  std::uint64_t compact() {
    const auto dropped = compact_history(k_history, {}, k_now, world.system());
    REQUIRE(dropped.has_value());
    return *dropped;
  }
};

TEST_CASE("thirty days are kept whole, a year by the hour, the rest by the day") {
  Fixture f;
  f.world.filesystem.put(k_history, line_of(sample("a", at("2024-01-01T01:00:00Z"), 5)) +
                                        line_of(sample("a", at("2024-01-01T13:00:00Z"), 9)) +
                                        line_of(sample("a", at("2024-01-01T23:59:00Z"), 7)) +
                                        line_of(sample("a", at("2024-01-02T00:00:00Z"), 1)) +
                                        line_of(sample("a", at("2025-06-01T10:00:00Z"), 3)) +
                                        line_of(sample("a", at("2025-06-01T10:20:00Z"), 3)) +
                                        line_of(sample("a", at("2025-06-01T10:59:59Z"), 2)) +
                                        line_of(sample("b", at("2025-06-01T10:30:00Z"), 1)) +
                                        line_of(sample("a", at("2025-06-01T11:00:00Z"), 1)) +
                                        line_of(sample("a", k_now - 30 * 24h, 1)) +
                                        line_of(sample("a", k_now - 30 * 24h + 1s, 2)));
  CHECK(f.compact() == 4);
  const Strings expected{"a 2024-01-01T13:00:00Z 9", "a 2024-01-02T00:00:00Z 1",
                         "a 2025-06-01T10:20:00Z 3", "b 2025-06-01T10:30:00Z 1",
                         "a 2025-06-01T11:00:00Z 1", "a 2026-02-24T11:16:29Z 1",
                         "a 2026-02-24T11:16:30Z 2"};
  CHECK(f.samples() == expected);
  CHECK(f.compact() == 0);
  CHECK(f.samples() == expected);
}

TEST_CASE("nothing to thin out: the file is not touched") {
  Fixture f;
  f.world.filesystem.put(k_history, line_of(sample("a", k_now - 1h, 1)));
  CHECK(f.compact() == 0);
  CHECK(f.world.filesystem.written().empty());
}

TEST_CASE("lines that are no samples stay, byte by byte, also those longer than any sample") {
  Fixture f;
  const std::string odd = "# note\n\n{\"ts\":\"2020\n" + std::string(3U << 20U, 'x') + "\n";
  const std::string torn = "{\"ts\":\"2026-03";
  f.world.filesystem.put(k_history, line_of(sample("a", at("2025-06-01T10:00:00Z"), 3)) + odd +
                                        line_of(sample("a", at("2025-06-01T10:01:00Z"), 4)) + torn);
  CHECK(f.compact() == 1);
  CHECK(f.text() == odd + line_of(sample("a", at("2025-06-01T10:01:00Z"), 4)) + torn);
}

TEST_CASE("both dialects of one instance are thinned out together, in whatever order they are") {
  Fixture f;
  f.world.filesystem.put(
      k_history,
      line_of(sample("old", at("2025-06-01T10:30:00Z"), 3)) +
          R"({"ts":"2025-06-01T10:00:00+00:00","provider_id":"old","display_name":"Old",)"
          R"("primary_percent":7.0})"
          "\n");
  CHECK(f.compact() == 1);
  CHECK(f.samples() == Strings{"old 2025-06-01T10:00:00Z 7"});
}

TEST_CASE("what a killed process left beside the file is removed") {
  Fixture f;
  f.world.filesystem.put(k_history, line_of(sample("a", k_now - 1h, 1)));
  f.world.filesystem.put(k_data / ".history.jsonl.0011223344556677.tmp", "half");
  f.world.filesystem.put(k_data / ".snapshots.json.0011223344556677.tmp", "another's");
  f.compact();
  CHECK(f.world.filesystem.files() ==
        std::vector<std::filesystem::path>{k_data / ".snapshots.json.0011223344556677.tmp",
                                           k_history});
}

TEST_CASE("a file that is not there is an error") {
  Fixture f;
  const auto dropped = compact_history(k_history, {}, k_now, f.world.system());
  REQUIRE(dropped.has_error());
  CHECK(dropped.error().kind == base::ErrorKind::io);
}

}  // namespace
}  // namespace usagestat::usage
