// SPDX-License-Identifier: MIT
#include "usage/history_file.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/usage/history_world.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

const base::TimePoint k_time = at("2026-03-26T11:00:00Z");

struct Fixture : HistoryWorld {
  HistoryFile history{k_data, world.system(), log};

  std::size_t append(const std::vector<model::HistorySample>& samples) {
    const auto written = history.append(samples, system::Deadline());
    REQUIRE(written.has_value());
    return *written;
  }
};

TEST_CASE("samples are written one a line, readable by the user alone") {
  Fixture f;
  CHECK(f.append({sample("acme", k_time, 1), sample("other", k_time, 2)}) == 2);
  CHECK(f.text() == line_of(sample("acme", k_time, 1)) + line_of(sample("other", k_time, 2)));
  CHECK(f.world.filesystem.info(k_history)->mode == 0600);
  CHECK(f.append({}) == 0);
}

TEST_CASE("the same figures are written again only after the interval") {
  Fixture f;
  CHECK(f.append({sample("acme", k_time, 1)}) == 1);
  CHECK(f.append({sample("acme", k_time, 1)}) == 0);
  CHECK(f.append({sample("acme", k_time + 299s, 1)}) == 0);
  CHECK(f.append({sample("acme", k_time + 300s, 1)}) == 1);
  CHECK(f.append({sample("acme", k_time + 301s, 2)}) == 1);
  CHECK(f.append({sample("acme", k_time + 302s, 2)}) == 0);
  CHECK(f.append({sample("other", k_time + 302s, 2)}) == 1);
  CHECK(f.append({sample("acme", k_time + 303s, 3), sample("acme", k_time + 304s, 3)}) == 1);
  CHECK(f.samples() == Strings{"acme 2026-03-26T11:00:00Z 1", "acme 2026-03-26T11:05:00Z 1",
                               "acme 2026-03-26T11:05:01Z 2", "other 2026-03-26T11:05:02Z 2",
                               "acme 2026-03-26T11:05:03Z 3"});
}

TEST_CASE("what is not newer than the last sample is no news") {
  Fixture f;
  f.append({sample("acme", k_time, 1)});
  CHECK(f.append({sample("acme", k_time, 9)}) == 0);
  CHECK(f.append({sample("acme", k_time - 1h, 9)}) == 0);
}

TEST_CASE("a sample of a clock that was ahead does not stop the others") {
  Fixture f;
  f.append({sample("acme", f.world.clock.now() + 48h, 1)});
  CHECK(f.append({sample("acme", f.world.clock.now(), 2)}) == 1);
}

TEST_CASE("the half of a sample at the end is taken away before the next one") {
  Fixture f;
  const std::string whole = line_of(sample("acme", k_time, 1));
  const std::string next = line_of(sample("acme", k_time + 1s, 2));
  for (const std::size_t length : {1U, 7U, 40U, 300U}) {
    f.world.filesystem.put(k_history, whole + next.substr(0, length));
    CHECK(f.append({sample("acme", k_time + 1s, 1)}) == 0);
    CHECK(f.append({sample("acme", k_time + 1s, 2)}) == 1);
    CHECK(f.text() == whole + next);
  }
  f.world.filesystem.put(k_history, next.substr(0, 40));
  CHECK(f.append({sample("acme", k_time, 1)}) == 1);
  CHECK(f.text() == whole);
}

TEST_CASE("a last line without its newline that is whole, or of somebody else, gets one") {
  Fixture f;
  for (std::string last : {line_of(sample("acme", k_time, 1)), std::string("# a note\n"),
                           std::string(R"({"ts":"2026-03-26T10:00:00Z"})") + "\n"}) {
    last.pop_back();
    f.world.filesystem.put(k_history, last);
    CHECK(f.append({sample("acme", k_time + 1s, 2)}) == 1);
    CHECK(f.text() == last + "\n" + line_of(sample("acme", k_time + 1s, 2)));
  }
  std::string last = line_of(sample("acme", k_time, 1));
  last.pop_back();
  f.world.filesystem.put(k_history, last);
  CHECK(f.append({sample("acme", k_time + 1s, 1)}) == 0);
}

// More between the two than the first look from the end covers.
TEST_CASE("the last sample of an instance is found among many of others") {
  Fixture f;
  std::string text = line_of(sample("acme", k_time, 1));
  for (int i = 1; i <= 2000; ++i) text += line_of(sample("busy", k_time + i * 100ms, i % 100));
  f.world.filesystem.put(k_history, text);
  CHECK(f.append({sample("acme", k_time + 210s, 1)}) == 0);
  CHECK(f.append({sample("acme", k_time + 210s, 2)}) == 1);
}

TEST_CASE("lines of other programs are left alone") {
  Fixture f;
  f.world.filesystem.put(k_history, "# a note\n");
  CHECK(f.append({sample("acme", k_time, 1)}) == 1);
  CHECK(f.text() == "# a note\n" + line_of(sample("acme", k_time, 1)));
}

TEST_CASE("a file that grows is thinned out, and again when it has grown by half") {
  HistoryWorld f;
  HistoryLimits limits;
  limits.compact_from_bytes = 1000;
  HistoryFile history(k_data, f.world.system(), f.log, limits);
  std::string text;
  for (int i = 0; i < 10; ++i)
    text += line_of(sample("acme", at("2025-12-01T10:00:00Z") + i * 1min, i));
  f.world.filesystem.put(k_history, text);
  REQUIRE(history.append({sample("acme", k_time, 1)}, system::Deadline()).has_value());
  CHECK(f.samples() == Strings{"acme 2025-12-01T10:09:00Z 9", "acme 2026-03-26T11:00:00Z 1"});
  CHECK(f.log.lines() == Strings{"info history: 9 samples of long ago are thinned out."});
  const auto size = f.text().size();
  CHECK(f.world.filesystem.content(k_data / "state" / "history-size.json") ==
        "{\"bytes\":" + std::to_string(size) + "}\n");
}

TEST_CASE("a compaction that fails costs no sample") {
  HistoryWorld f;
  HistoryLimits limits;
  limits.compact_from_bytes = 1;
  HistoryFile history(k_data, f.world.system(), f.log, limits);
  f.world.filesystem.put(k_history, line_of(sample("acme", at("2025-12-01T10:00:00Z"), 1)) +
                                        line_of(sample("acme", at("2025-12-01T10:01:00Z"), 2)));
  f.world.filesystem.fail(support::FakeFilesystem::Operation::write, k_history,
                          {base::ErrorKind::io, "The disk is full.", ""});
  const auto written = history.append({sample("acme", k_time, 3)}, system::Deadline());
  REQUIRE(written.has_value());
  CHECK(f.samples().size() == 3);
  CHECK(f.log.lines() ==
        Strings{"warning history: The history is not thinned out: The disk is full."});
}

TEST_CASE("errors: a directory that cannot be written, a lock that is held") {
  Fixture f;
  f.world.filesystem.fail(support::FakeFilesystem::Operation::append, k_history,
                          {base::ErrorKind::io, "The disk is full.", ""});
  const auto full = f.history.append({sample("acme", k_time, 1)}, system::Deadline());
  REQUIRE(full.has_error());
  CHECK(full.error().kind == base::ErrorKind::io);
  const auto held =
      f.world.filesystem.lock(k_data / "state" / "locks" / "history.lock", system::Deadline());
  REQUIRE(held.has_value());
  const auto waited = f.history.append({sample("acme", k_time, 1)}, system::Deadline::after(20ms));
  REQUIRE(waited.has_error());
  CHECK(waited.error().kind == base::ErrorKind::timeout);
}

TEST_CASE("only figures that were really fetched become samples") {
  model::UsageSnapshot good;
  good.provider_id = good.instance_id = "acme";
  good.fetched_at = k_time;
  model::UsageSnapshot stale = good;
  stale.stale = true;
  model::UsageSnapshot failed = good;
  failed.error = model::SnapshotError{};
  model::UsageSnapshot never = good;
  never.fetched_at.reset();
  CHECK(samples_of({stale, failed, never, good}).size() == 1);
}

}  // namespace
}  // namespace usagestat::usage
