// SPDX-License-Identifier: MIT
#include "usage/snapshot_store.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "support/collected_log.hpp"
#include "support/fake_world.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;

const std::filesystem::path k_data = "/home/dev/.local/share/usagestat";

model::UsageSnapshot snapshot_of(const std::string& id) {
  model::UsageSnapshot snapshot;
  snapshot.provider_id = snapshot.instance_id = id;
  snapshot.display_name = "Acme";
  snapshot.lines.emplace_back(model::TextLine{"Left", "3", {}, {}});
  snapshot.fetched_at = *base::parse_rfc3339("2026-03-26T11:16:29Z");
  return snapshot;
}

Attempt attempt_at(base::TimePoint at) {
  Attempt attempt;
  attempt.at = at;
  attempt.duration = 12ms;
  attempt.config_digest = "d1";
  attempt.failures_in_row = 2;
  attempt.retry_at = at + 120s;
  return attempt;
}

struct Fixture {
  support::FakeWorld world;
  support::CollectedLog log;
  SnapshotStore store{k_data, world.system(), log};
};

TEST_CASE("what was put is read back, by this and by another process") {
  Fixture f;
  CHECK(f.store.read().empty());
  const Attempt attempt = attempt_at(f.world.clock.now());
  REQUIRE(f.store.put("acme", {snapshot_of("acme"), attempt}, system::Deadline()).has_value());
  REQUIRE(f.store.put("other", {snapshot_of("other"), {}}, system::Deadline()).has_value());
  SnapshotStore second(k_data, f.world.system(), f.log);
  const StoredByKey all = second.read();
  REQUIRE(all.size() == 2);
  CHECK(all.at("acme").snapshot == snapshot_of("acme"));
  CHECK(all.at("acme").attempt == attempt);
  CHECK(all.at("other").snapshot == snapshot_of("other"));
  CHECK_FALSE(all.at("other").attempt);
  CHECK(f.log.lines().empty());
}

TEST_CASE("the files have the published form") {
  Fixture f;
  model::UsageSnapshot snapshot = snapshot_of("acme");
  snapshot.lines.clear();
  REQUIRE(f.store.put("acme", {snapshot, attempt_at(f.world.clock.now())}, system::Deadline())
              .has_value());
  CHECK(f.world.filesystem.content(k_data / "snapshots.json") ==
        "{\n  \"snapshots\": {\n    \"acme\": {\n      \"providerId\": \"acme\",\n"
        "      \"instanceId\": \"acme\",\n      \"displayName\": \"Acme\",\n"
        "      \"plan\": null,\n      \"account\": null,\n      \"source\": null,\n"
        "      \"lines\": [],\n      \"fetchedAt\": \"2026-03-26T11:16:29Z\",\n"
        "      \"stale\": false,\n      \"statusPageUrl\": null,\n      \"dashboardUrl\": null,\n"
        "      \"pace\": null,\n      \"error\": null\n    }\n  }\n}\n");
  CHECK(
      f.world.filesystem.content(k_data / "state/attempts.json") ==
      "{\n  \"attempts\": {\n    \"acme\": {\n      \"at\": \"2026-03-26T11:16:29Z\",\n"
      "      \"durationMs\": 12,\n      \"configDigest\": \"d1\",\n"
      "      \"failuresInRow\": 2,\n      \"retryAt\": \"2026-03-26T11:18:29Z\"\n    }\n  }\n}\n");
}

TEST_CASE("a broken file counts as empty, and the next write keeps it aside") {
  Fixture f;
  f.world.filesystem.put(k_data / "snapshots.json", "{\"snapshots\": {\"acme\": {\"prov");
  CHECK(f.store.read().empty());
  CHECK(f.world.filesystem.content(k_data / "snapshots.json").has_value());
  REQUIRE(f.store.put("acme", {snapshot_of("acme"), {}}, system::Deadline()).has_value());
  CHECK(f.store.read().size() == 1);
  CHECK(f.world.filesystem.content(k_data / "snapshots.json.broken-20260326T111629Z") ==
        "{\"snapshots\": {\"acme\": {\"prov");
  REQUIRE(f.log.lines().size() == 2);
  CHECK(f.log.lines()[1].ends_with("It is kept as snapshots.json.broken-20260326T111629Z."));
}

TEST_CASE("what a killed writer left is removed by the next one") {
  Fixture f;
  f.world.filesystem.put(k_data / ".snapshots.json.0123456789abcdef.tmp", "{\"snap");
  f.world.filesystem.put(k_data / "state/.attempts.json.0123456789abcdef.tmp", "{");
  f.world.filesystem.put(k_data / ".other.tmp", "kept");
  REQUIRE(f.store.put("acme", {snapshot_of("acme"), {}}, system::Deadline()).has_value());
  CHECK(f.world.filesystem.files() == std::vector<system::Path>{k_data / ".other.tmp",
                                                                k_data / "snapshots.json",
                                                                k_data / "state/attempts.json"});
}

TEST_CASE("one snapshot that is broken does not hide the others") {
  Fixture f;
  REQUIRE(f.store.put("acme", {snapshot_of("acme"), {}}, system::Deadline()).has_value());
  std::string text = *f.world.filesystem.content(k_data / "snapshots.json");
  text.replace(text.find("\"acme\": {"), 9, "\"bad\": {\"providerId\": 3}, \"acme\": {");
  f.world.filesystem.put(k_data / "snapshots.json", text);
  const StoredByKey all = f.store.read();
  CHECK(all.size() == 1);
  CHECK(all.contains("acme"));
  REQUIRE(f.log.lines().size() == 1);
  CHECK(f.log.lines()[0].starts_with("warning state: The stored snapshot of bad is left out: "));
}

TEST_CASE("writes of many threads are all kept and cost fewer writes") {
  Fixture f;
  constexpr int k_threads = 50;
  {
    std::vector<std::jthread> threads;
    threads.reserve(k_threads);
    for (int i = 0; i < k_threads; ++i)
      threads.emplace_back([&f, i] {
        const std::string key = "p" + std::to_string(i);
        (void)f.store.put(key, {snapshot_of(key), attempt_at(f.world.clock.now())},
                          system::Deadline());
      });
  }
  CHECK(f.store.read().size() == k_threads);
  CHECK(f.world.filesystem.written().size() <= 2 * k_threads);
}

TEST_CASE("a write that fails says so to everybody whose figures were in it") {
  Fixture f;
  f.world.filesystem.fail(support::FakeFilesystem::Operation::write, k_data / "snapshots.json",
                          {base::ErrorKind::io, "The disk is full.", ""});
  const auto result = f.store.put("acme", {snapshot_of("acme"), {}}, system::Deadline());
  REQUIRE(result.has_error());
  CHECK(result.error().message == "The disk is full.");
  f.world.filesystem.clear_failures();
  CHECK(f.store.put("acme", {snapshot_of("acme"), {}}, system::Deadline()).has_value());
}

TEST_CASE("clear removes snapshots, not the memory of pauses") {
  Fixture f;
  const Attempt attempt = attempt_at(f.world.clock.now());
  for (const std::string key : {"acme", "acme@web", "acme-work"})
    REQUIRE(f.store.put(key, {snapshot_of(key), attempt}, system::Deadline()).has_value());
  const auto removed = f.store.clear("acme", system::Deadline());
  REQUIRE(removed.has_value());
  CHECK(*removed == 2);
  const StoredByKey all = f.store.read();
  CHECK_FALSE(all.at("acme").snapshot);
  CHECK(all.at("acme").attempt == attempt);
  CHECK(all.at("acme-work").snapshot);
  CHECK(*f.store.clear(std::nullopt, system::Deadline()) == 1);
  CHECK(*f.store.clear(std::nullopt, system::Deadline()) == 0);
}

}  // namespace
}  // namespace usagestat::usage
