// SPDX-License-Identifier: MIT
#include "usage/pushed_figures.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/fake_world.hpp"
#include "usage/refresh.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;

const base::TimePoint k_now = *base::parse_rfc3339("2026-03-26T11:16:29Z");

model::StatusInput declared() {
  model::StatusInput input;
  input.preset = "acme-code";
  input.title = "model.name";
  input.used_percent = "used";
  input.resets_at = "reset";
  input.windows = {{"limits.short", "Session", 18000000}, {"limits.long", "Weekly", {}}};
  return input;
}

PushedFigures read(std::string_view text) {
  return read_pushed_figures(declared(), *base::parse_json(text, "input"), k_now);
}

TEST_CASE("declared windows are read") {
  const auto figures = read(
      R"({"model": {"name": "Big\u001b[1m"}, "limits": {
          "short": {"used": 42.5, "reset": 1774530000}, "long": {"used": 9, "reset": "2026-03-30T00:00:00Z"}}})");
  CHECK(figures.title == "Big [1m");
  REQUIRE(figures.lines.size() == 2);
  const auto& session = std::get<model::ProgressLine>(figures.lines[0]);
  CHECK(session.label == "Session");
  CHECK(session.used == 42.5);
  CHECK(session.period_ms == 18000000);
  CHECK(session.resets_at == *base::parse_rfc3339("2026-03-26T13:00:00Z"));
  const auto& weekly = std::get<model::ProgressLine>(figures.lines[1]);
  CHECK(weekly.resets_at == *base::parse_rfc3339("2026-03-30T00:00:00Z"));
  CHECK_FALSE(weekly.period_ms);
}

TEST_CASE("what is no figure is left out") {
  for (const std::string_view text :
       {"{}", "[]", "7", R"({"limits": 3})", R"({"limits": {"short": null}})",
        R"({"limits": {"short": {"used": "42"}}})", R"({"limits": {"short": {"used": -1}}})",
        R"({"limits": {"short": {"used": 42, "reset": 1774523789}}})"}) {
    CAPTURE(text);
    CHECK(read(text).lines.empty());
  }
  const auto far = read(R"({"limits": {"short": {"used": 42, "reset": 1e300}}})");
  REQUIRE(far.lines.size() == 1);
  CHECK_FALSE(std::get<model::ProgressLine>(far.lines[0]).resets_at);
}

struct Fixture {
  Fixture() {
    auto plugin = std::make_shared<plugin_host::Plugin>();
    plugin->manifest.id = "acme";
    plugin->manifest.name = "Acme";
    plugin->manifest.min_interval = 180s;
    instance = {plugin, {}, model::Activation::enabled, ""};
    instance.config.id = "acme";
  }
  void keep(double used) {
    model::ProgressLine line;
    line.label = "Session";
    line.used = used;
    REQUIRE(keep_pushed_figures(instance, {line}, store, world.system(), system::Deadline())
                .has_value());
  }
  void probe(base::Result<plugin_host::ProbeAnswer> answer) {
    ProbeSettings settings;
    settings.data_directory = "/data";
    refresh_instance(
        instance, settings, {30s, 0s, true}, [&](const system::Deadline&) { return answer; }, store,
        world.system(), base::null_log(), system::Deadline::after(5s));
  }
  Stored stored() { return store.read()["acme"]; }

  support::FakeWorld world;
  Instance instance;
  SnapshotStore store{"/data", world.system(), base::null_log()};
};

plugin_host::ProbeAnswer full_answer() {
  plugin_host::ProbeAnswer answer;
  answer.plan = "Pro";
  answer.source = "oauth";
  answer.lines = {model::TextLine{"a", "b", {}, {}}, model::TextLine{"c", "d", {}, {}}};
  return answer;
}

TEST_CASE("pushed figures are a fresh snapshot") {
  Fixture f;
  f.keep(42);
  const Stored stored = f.stored();
  REQUIRE(stored.snapshot);
  CHECK(stored.snapshot->source == "statusline");
  CHECK(stored.snapshot->fetched_at == f.world.clock.now());
  CHECK(is_current(f.instance, stored, {}, f.world.clock.now() + 179s));
}

TEST_CASE("a current probe tells more and stays; an old one gives way, but its plan stays") {
  Fixture f;
  f.probe(full_answer());
  f.world.clock.advance(179s);
  f.keep(42);
  CHECK(f.stored().snapshot->source == "oauth");
  f.world.clock.advance(1s);
  f.keep(42);
  CHECK(f.stored().snapshot->source == "statusline");
  CHECK(f.stored().snapshot->plan == "Pro");
}

TEST_CASE("the same figures are written every 30 seconds at most, others at once") {
  Fixture f;
  f.keep(42);
  const auto writes = f.world.filesystem.written().size();
  f.world.clock.advance(29s);
  f.keep(42);
  CHECK(f.world.filesystem.written().size() == writes);
  f.keep(43);
  CHECK(f.world.filesystem.written().size() == writes + 2);
  f.world.clock.advance(30s);
  f.keep(43);
  CHECK(f.world.filesystem.written().size() == writes + 4);
}

TEST_CASE("a pause that the service wanted goes on, and old pushed figures say so") {
  Fixture f;
  f.probe(full_answer());
  base::Error limited{base::ErrorKind::rate_limited, "Too many.", "", f.world.clock.now() + 1h,
                      true};
  f.probe(limited);
  f.keep(42);
  CHECK_FALSE(f.stored().snapshot->error);
  f.world.clock.advance(10min);
  ProbeSettings settings;
  settings.data_directory = "/data";
  const auto snapshot = refresh_instance(
      f.instance, settings, {},
      [](const system::Deadline&) -> base::Result<plugin_host::ProbeAnswer> {
        FAIL("asked during the pause");
        return plugin_host::ProbeAnswer{};
      },
      f.store, f.world.system(), base::null_log(), system::Deadline::after(5s));
  CHECK(snapshot.stale);
  REQUIRE(snapshot.error);
  CHECK(snapshot.error->kind == base::ErrorKind::rate_limited);
  CHECK(snapshot.error->retry_at == f.world.clock.now() + 50min);
}

TEST_CASE("the instance of this environment") {
  support::FakeWorld world;
  std::vector<Instance> instances(3, Fixture().instance);
  instances[1].config.instance_id = "acme-work";
  instances[1].config.env["ACME_DIR"] = "/work";
  instances[2].config.instance_id = "acme-home";
  instances[2].config.home = "/elsewhere";
  const std::vector<const Instance*> candidates{&instances[0], &instances[1], &instances[2]};
  CHECK(instance_of_environment(candidates, world.system())->key() == "acme");
  world.environment.variables["ACME_DIR"] = "/work";
  CHECK(instance_of_environment(candidates, world.system())->key() == "acme-work");
  world.environment.variables.clear();
  world.environment.home = "/elsewhere";
  CHECK(instance_of_environment(candidates, world.system())->key() == "acme-home");
  CHECK(instance_of_environment({}, world.system()) == nullptr);
}

}  // namespace
}  // namespace usagestat::usage
