// SPDX-License-Identifier: MIT
#include "usage/refresh.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "support/collected_log.hpp"
#include "support/fake_world.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

struct Fixture {
  Fixture() {
    auto plugin = std::make_shared<plugin_host::Plugin>();
    plugin->manifest.id = "acme";
    plugin->manifest.name = "Acme";
    plugin->manifest.min_interval = 60s;
    instance = {plugin, {}, model::Activation::enabled, ""};
    instance.config.id = "acme";
    settings.data_directory = "/home/dev/.local/share/usagestat";
  }

  model::UsageSnapshot refresh(const RefreshPolicy& policy = {}) {
    return refresh_instance(
        instance, settings, policy,
        [this](const system::Deadline&) -> base::Result<plugin_host::ProbeAnswer> {
          ++asked;
          if (error) return *error;
          plugin_host::ProbeAnswer answer;
          answer.lines.emplace_back(model::TextLine{"n", std::to_string(asked), {}, {}});
          return answer;
        },
        store, world.system(), log, deadline);
  }

  static std::string value(const model::UsageSnapshot& snapshot) {
    return snapshot.lines.empty() ? "" : std::get<model::TextLine>(snapshot.lines.at(0)).value;
  }

  support::FakeWorld world;
  support::CollectedLog log;
  Instance instance;
  ProbeSettings settings;
  SnapshotStore store{"/home/dev/.local/share/usagestat", world.system(), log};
  system::Deadline deadline = system::Deadline::after(5s);
  std::optional<base::Error> error;
  int asked = 0;
};

TEST_CASE("a fresh success is not asked for again, an old one is") {
  Fixture f;
  CHECK(Fixture::value(f.refresh()) == "1");
  f.world.clock.advance(59s);  // the manifest's 60 s raise the 30 s of the policy
  const auto cached = f.refresh();
  CHECK(Fixture::value(cached) == "1");
  CHECK_FALSE(cached.stale);
  CHECK(cached.fetched_at == f.world.clock.now() - 59s);
  f.world.clock.advance(1s);
  CHECK(Fixture::value(f.refresh()) == "2");
  f.world.clock.advance(61s);
  CHECK(Fixture::value(f.refresh({90s, 0s, false})) == "2");
  CHECK(Fixture::value(f.refresh({90s, 0s, true})) == "3");
}

TEST_CASE("a clock that went back does not keep old figures alive") {
  Fixture f;
  f.refresh();
  f.world.clock.advance(-1h);
  CHECK(Fixture::value(f.refresh()) == "2");
}

TEST_CASE("a failure keeps the last good lines and says why") {
  Fixture f;
  f.refresh();
  const auto good_at = f.world.clock.now();
  f.world.clock.advance(2min);
  f.error = base::Error{ErrorKind::auth, "Expired.", "Log in."};
  const auto failed = f.refresh();
  CHECK(Fixture::value(failed) == "1");
  CHECK(failed.stale);
  CHECK(failed.fetched_at == good_at);
  REQUIRE(failed.error);
  CHECK(failed.error->message == "Expired.");
  CHECK(failed.error->at == f.world.clock.now());
  CHECK_FALSE(failed.error->retry_at);
  CHECK(f.asked == 2);
  f.refresh();  // whoever has logged in meanwhile must see it at once
  CHECK(f.asked == 3);
  f.error.reset();
  const auto healed = f.refresh();
  CHECK_FALSE(healed.stale);
  CHECK_FALSE(healed.error);
  CHECK(Fixture::value(healed) == "4");
}

TEST_CASE("work in the background does not repeat a young failure") {
  Fixture f;
  f.error = base::Error{ErrorKind::auth, "Expired.", ""};
  f.refresh({30s, 60s, false});
  f.world.clock.advance(59s);
  const auto again = f.refresh({30s, 60s, false});
  CHECK(f.asked == 1);
  REQUIRE(again.error);
  CHECK(again.error->message == "Expired.");
  f.world.clock.advance(1s);
  f.refresh({30s, 60s, false});
  CHECK(f.asked == 2);
}

TEST_CASE("a service that wants a pause gets it, also from the next process") {
  Fixture f;
  f.refresh();
  f.world.clock.advance(2min);
  f.error = base::Error{ErrorKind::rate_limited, "Too many.", ""};
  f.error->wants_pause = true;
  f.error->retry_at = f.world.clock.now() + 120s;
  const auto retry_at = f.world.clock.now() + 120s;
  const auto limited = f.refresh();
  CHECK(limited.error->retry_at == retry_at);
  CHECK(Fixture::value(limited) == "1");
  f.error.reset();
  f.world.clock.advance(119s);
  SnapshotStore other("/home/dev/.local/share/usagestat", f.world.system(), f.log);
  const auto waiting = refresh_instance(
      f.instance, f.settings, {},
      [](const system::Deadline&) -> base::Result<plugin_host::ProbeAnswer> {
        FAIL("asked during the pause");
        return plugin_host::ProbeAnswer{};
      },
      other, f.world.system(), f.log, f.deadline);
  CHECK(waiting.stale);
  CHECK(waiting.error->retry_at == retry_at);
  CHECK(Fixture::value(waiting) == "1");
  f.world.clock.advance(1s);
  CHECK_FALSE(f.refresh().error);
}

TEST_CASE("without Retry-After the pauses grow, and a success ends that") {
  Fixture f;
  f.error = base::Error{ErrorKind::network, "HTTP 503.", ""};
  f.error->wants_pause = true;
  std::vector<base::Milliseconds> waits;
  for (int i = 0; i < 3; ++i) {
    const auto retry_at = *f.refresh().error->retry_at;
    waits.push_back(retry_at - f.world.clock.now());
    f.world.clock.set(retry_at);
  }
  CHECK((waits[0] >= 1min && waits[0] <= 72s));
  CHECK((waits[1] >= 2min && waits[1] <= 144s));
  CHECK((waits[2] >= 5min && waits[2] <= 6min));
  f.error.reset();
  f.refresh();
  f.world.clock.advance(2min);
  f.error = base::Error{ErrorKind::network, "HTTP 503.", ""};
  f.error->wants_pause = true;
  CHECK(*f.refresh().error->retry_at - f.world.clock.now() <= 72s);
}

TEST_CASE("force asks during a pause") {
  Fixture f;
  f.error = base::Error{ErrorKind::rate_limited, "Too many.", ""};
  f.error->wants_pause = true;
  f.refresh();
  f.error.reset();
  CHECK_FALSE(f.refresh({30s, 0s, true}).error);
}

TEST_CASE("figures of other credentials are not shown") {
  Fixture f;
  f.refresh();
  f.instance.config.home = "/home/other";
  f.error = base::Error{ErrorKind::auth, "Not logged in.", ""};
  const auto other = f.refresh();
  CHECK(other.lines.empty());
  CHECK_FALSE(other.fetched_at);
  f.instance.config.home.reset();
  f.instance.config.display_name = "Mine";  // how it is shown is not what is asked
  f.instance.config.warn_at = 50;
  f.error.reset();
  const auto mine = f.refresh();
  CHECK(mine.display_name == "Mine");
}

TEST_CASE("a mode of the command line has figures of its own") {
  Fixture f;
  f.refresh();
  f.settings.mode = model::SourceMode::web;
  CHECK(store_key(f.instance, f.settings) == "acme@web");
  CHECK(Fixture::value(f.refresh()) == "2");
  CHECK(Fixture::value(f.refresh()) == "2");
  f.settings.mode = model::SourceMode::automatic;
  CHECK(Fixture::value(f.refresh()) == "1");
}

TEST_CASE("an interrupted probe is no result") {
  Fixture f;
  f.refresh();
  f.world.clock.advance(2min);
  f.error = base::Error{ErrorKind::interrupted, "Interrupted.", ""};
  CHECK(f.refresh().error->kind == ErrorKind::interrupted);
  CHECK_FALSE(f.store.read().at("acme").snapshot->error);
}

TEST_CASE("many threads make one request") {
  Fixture f;
  std::atomic<int> asked{0};
  std::atomic<int> served{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(20);
    for (int i = 0; i < 20; ++i)
      threads.emplace_back([&] {
        const auto snapshot = refresh_instance(
            f.instance, f.settings, {30s, 0s, true},
            [&](const system::Deadline&) -> base::Result<plugin_host::ProbeAnswer> {
              ++asked;
              std::this_thread::sleep_for(100ms);
              return base::Error{ErrorKind::auth, "Expired.", ""};
            },
            f.store, f.world.system(), f.log, f.deadline);
        if (snapshot.error && snapshot.error->message == "Expired.") ++served;
      });
  }
  CHECK(asked == 1);
  CHECK(served == 20);
}

TEST_CASE("who waited takes the success, however young it must be otherwise") {
  Fixture f;
  auto plugin = std::make_shared<plugin_host::Plugin>(*f.instance.plugin);
  plugin->manifest.min_interval = 0s;
  f.instance.plugin = plugin;
  std::atomic<int> asked{0};
  std::atomic<int> served{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        const auto snapshot = refresh_instance(
            f.instance, f.settings, {0s, 0s, false},
            [&](const system::Deadline&) -> base::Result<plugin_host::ProbeAnswer> {
              ++asked;
              std::this_thread::sleep_for(100ms);
              return plugin_host::ProbeAnswer{};
            },
            f.store, f.world.system(), f.log, f.deadline);
        if (!snapshot.error && !snapshot.stale) ++served;
      });
  }
  CHECK(asked == 1);
  CHECK(served == 8);
}

TEST_CASE("an attempt that is seen before its snapshot is not made again") {
  Fixture f;
  const system::Path data = "/home/dev/.local/share/usagestat";
  // What another process has on the disk between its two writes, while it holds the lock.
  const system::System system = f.world.system();
  system::Filesystem& files = system.filesystem;
  f.refresh();
  const std::string snapshots = *files.read_file(data / "snapshots.json");
  REQUIRE(files.remove(data / "snapshots.json").has_value());
  auto held = files.lock(data / "state/locks/probe-acme.lock", system::Deadline());
  REQUIRE(held.has_value());
  model::UsageSnapshot snapshot;
  std::jthread waiting([&] { snapshot = f.refresh(); });
  std::this_thread::sleep_for(50ms);
  REQUIRE(files.write_file(data / "snapshots.json", snapshots).has_value());
  held->reset();
  waiting.join();
  CHECK(f.asked == 1);
  CHECK(Fixture::value(snapshot) == "1");
}

TEST_CASE("without a place to write, the answer is still given, with a warning") {
  Fixture f;
  const system::Path state = "/home/dev/.local/share/usagestat/state";
  f.world.filesystem.fail(support::FakeFilesystem::Operation::lock, state / "locks/probe-acme.lock",
                          {ErrorKind::io, "Read-only.", ""});
  f.world.filesystem.fail(support::FakeFilesystem::Operation::lock, state / "locks/snapshots.lock",
                          {ErrorKind::io, "Read-only.", ""});
  CHECK(Fixture::value(f.refresh()) == "1");
  CHECK(f.log.lines() ==
        std::vector<std::string>{
            "warning state: Probes of several processes are not coordinated: Read-only.",
            "warning state: The snapshot is not kept: Read-only."});
}

TEST_CASE("who waits for another process beyond the deadline is told so") {
  Fixture f;
  f.refresh();
  f.world.clock.advance(2min);
  const auto held = f.world.filesystem.lock(
      "/home/dev/.local/share/usagestat/state/locks/probe-acme.lock", system::Deadline());
  REQUIRE(held.has_value());
  f.deadline = system::Deadline::after(50ms);
  const auto snapshot = f.refresh();
  CHECK(f.asked == 1);
  CHECK(Fixture::value(snapshot) == "1");
  REQUIRE(snapshot.error);
  CHECK(snapshot.error->kind == ErrorKind::timeout);
  CHECK(snapshot.error->message ==
        "Another usagestat process has been asking this service for too long.");
}

}  // namespace
}  // namespace usagestat::usage
