// SPDX-License-Identifier: MIT
// The keeper between the store on disk and the documents, in a made-up world.
#include "server/keeper.hpp"

#include <atomic>
#include <future>

#include <catch2/catch_test_macros.hpp>

#include "support/collected_log.hpp"
#include "support/fake_world.hpp"

namespace usagestat::server {
namespace {

using namespace std::chrono_literals;

const std::string k_config = "/home/dev/.config/usagestat/config.toml";

struct KeeperWorld {
  KeeperWorld() {
    add_plugin("return {lines: [ctx.line.progress({label: 'Weekly', used: 42})]};");
    world.filesystem.put(k_config, "[[providers]]\nid = \"acme\"\n");
  }

  void add_plugin(const std::string& script) {
    const std::string folder = "/plugins/acme/";
    world.filesystem.put(folder + "plugin.json",
                         R"({"schemaVersion": 1, "id": "acme", "name": "Acme", "version": "1.0.0",)"
                         R"( "entry": "plugin.js", "permissions": {}})");
    world.filesystem.put(
        folder + "plugin.js",
        "__usagestat_plugin = {id: 'acme', probe: function (ctx) {" + script + "}};");
  }

  std::unique_ptr<usage::Workspace> workspace() {
    return std::make_unique<usage::Workspace>(
        world.system(), log, usage::WorkspaceOptions{k_config, {"/plugins"}, false});
  }

  // The body of the newest documents once `is_wanted` says yes, or what there is after 5 s.
  std::string wait_for_usage(const std::string& part) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, 5s, [&] {
      return documents && documents->usage.body->find(part) != std::string::npos;
    });
    return documents ? *documents->usage.body : "";
  }

  support::FakeWorld world;
  support::CollectedLog log;
  std::mutex mutex;
  std::condition_variable changed;
  std::shared_ptr<const Documents> documents;
  Keeper keeper{[this] { return workspace(); }, std::nullopt,
                [this](std::shared_ptr<const Documents> next) {
                  const std::lock_guard lock(mutex);
                  documents = std::move(next);
                  changed.notify_all();
                },
                log};
};

TEST_CASE("nothing is asked before somebody looks; then the probe's figures appear and are kept") {
  KeeperWorld world;
  REQUIRE(world.keeper.load().has_value());
  CHECK(world.wait_for_usage("[") == "[]");
  CHECK(!world.world.filesystem.content("/home/dev/.local/share/usagestat/snapshots.json"));
  world.keeper.look({}, [] {});
  CHECK(world.wait_for_usage("42.0").find("\"used\":42.0") != std::string::npos);
  world.keeper.finish(system::Deadline::after(5s));
  CHECK(world.world.filesystem.content("/home/dev/.local/share/usagestat/snapshots.json"));
  const auto samples = world.keeper.history({});
  REQUIRE(samples.has_value());
  REQUIRE(samples->size() == 1);
  CHECK(samples->front().metrics.primary_percent == 42);
}

TEST_CASE("what another process has learnt is taken over by a look") {
  KeeperWorld world;
  REQUIRE(world.keeper.load().has_value());
  const auto other = world.workspace();
  const auto instances = other->instances();
  REQUIRE(instances.has_value());
  const auto settings = other->probe_settings(model::SourceMode::automatic);
  other->refresh(instances->front(), *settings, {}, system::Deadline());
  std::string seen_by_done;
  std::mutex done_mutex;
  std::condition_variable done;
  bool is_done = false;
  world.keeper.look({}, [&] {
    const std::lock_guard lock(done_mutex);
    seen_by_done = *world.documents->usage.body;
    is_done = true;
    done.notify_all();
  });
  std::unique_lock lock(done_mutex);
  REQUIRE(done.wait_for(lock, 5s, [&] { return is_done; }));
  CHECK(seen_by_done.find("\"used\":42.0") != std::string::npos);
}

TEST_CASE("fresh figures are not asked for again, old ones are, an off instance only by name") {
  KeeperWorld world;
  REQUIRE(world.keeper.load().has_value());
  world.keeper.refresh({"acme"});
  world.wait_for_usage("42.0");
  world.keeper.finish(system::Deadline::after(5s));
  const std::string first = *world.documents->usage.body;
  world.world.clock.advance(30s);
  world.keeper.look({}, [] {});
  world.keeper.finish(system::Deadline::after(100ms));
  world.world.clock.advance(31s);
  world.keeper.look({"acme"}, [] {});
  CHECK(world.wait_for_usage("11:17:30Z").find("\"fetchedAt\":\"2026-03-26T11:17:30Z\"") !=
        std::string::npos);
}

TEST_CASE("a new config counts after a reload, a broken one does not") {
  KeeperWorld world;
  REQUIRE(world.keeper.load().has_value());
  world.keeper.look({}, [] {});
  world.wait_for_usage("42.0");
  world.world.filesystem.put(k_config, "[[providers]]\nid = \"acme\"\ndisplayName = \"Mine\"\n");
  world.keeper.reload([](const model::Config&) {});
  CHECK(world.wait_for_usage("Mine").find("\"displayName\":\"Mine\"") != std::string::npos);
  world.world.filesystem.put(k_config, "refreshSec = \"no\"\n");
  // On one thread, in order: what is called after the look has found the broken one.
  std::atomic<bool> was_called = false;
  std::promise<void> looked;
  world.keeper.reload([&](const model::Config&) { was_called = true; });
  world.keeper.look({}, [&] { looked.set_value(); });
  REQUIRE(looked.get_future().wait_for(5s) == std::future_status::ready);
  CHECK(!was_called);
  world.world.filesystem.put(k_config, "[[providers]]\nid = \"acme\"\ndisplayName = \"Again\"\n");
  world.keeper.reload([](const model::Config&) {});
  CHECK(world.wait_for_usage("Again").find("Again") != std::string::npos);
}

}  // namespace
}  // namespace usagestat::server
