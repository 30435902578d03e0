// SPDX-License-Identifier: MIT
#include "usage/probe_instance.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/fake_world.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;

Instance instance(const std::string& body) {
  auto plugin = std::make_shared<plugin_host::Plugin>();
  plugin->manifest.id = "acme";
  plugin->manifest.name = "Acme";
  plugin->manifest.status_page_url = "https://status.acme.example/";
  plugin->manifest.permissions.emplace();
  plugin->manifest.lines = {{"progress", "Weekly", "overview", 1}};
  plugin->scripts.push_back(
      {"acme/plugin.js",
       "__usagestat_plugin = {id: 'acme', probe: function (ctx) {" + body + "}};"});
  model::ProviderConfig config;
  config.id = "acme";
  return {plugin, config, model::Activation::enabled, ""};
}

model::UsageSnapshot probed(const Instance& one, support::FakeWorld& world,
                            ProbeSettings settings = {}) {
  return probe_instance(one, settings, world.system(), base::null_log(),
                        system::Deadline::after(5s));
}

TEST_CASE("a snapshot has names, links, time and the pace of its primary line") {
  support::FakeWorld world;
  const auto snapshot =
      probed(instance("var d = Date.now(); return {lines: ["
                      "ctx.line.progress({label: 'Session', used: 1, resetsAt: new Date(d + "
                      "3600000).toISOString(), periodDurationMs: 7200000}),"
                      "ctx.line.progress({label: 'Weekly', used: 60, resetsAt: new Date(d + "
                      "3600000).toISOString(), periodDurationMs: 7200000})]};"),
             world);
  REQUIRE_FALSE(snapshot.error);
  CHECK(snapshot.provider_id == "acme");
  CHECK(snapshot.instance_id == "acme");
  CHECK(snapshot.display_name == "Acme");
  CHECK(snapshot.status_page_url == "https://status.acme.example/");
  CHECK_FALSE(snapshot.dashboard_url);
  CHECK(snapshot.fetched_at == world.clock.now());
  REQUIRE(snapshot.pace);
  CHECK(snapshot.pace->actual_used_percent == 60);
  CHECK(snapshot.pace->expected_used_percent == 50);
}

TEST_CASE("a failed probe is data") {
  support::FakeWorld world;
  const auto snapshot = probed(instance("ctx.fail.auth('Not logged in.', 'Run it.');"), world);
  REQUIRE(snapshot.error);
  CHECK(snapshot.error->kind == base::ErrorKind::auth);
  CHECK(snapshot.error->message == "Not logged in.");
  CHECK(snapshot.error->hint == "Run it.");
  CHECK(snapshot.error->at == world.clock.now());
  CHECK(snapshot.lines.empty());
  CHECK(snapshot.stale);
  CHECK_FALSE(snapshot.fetched_at);
}

TEST_CASE("a secret that cannot be resolved is a config error, before the plugin runs") {
  support::FakeWorld world;
  Instance one = instance("throw 'ran';");
  one.config.api_key = model::SecretReference{model::SecretReference::Kind::env, "NO_SUCH", {}};
  const auto snapshot = probed(one, world);
  REQUIRE(snapshot.error);
  CHECK(snapshot.error->kind == base::ErrorKind::config);
}

TEST_CASE("a blank literal is a key that was not filled in") {
  support::FakeWorld world;
  Instance one = instance(
      "return {lines: [ctx.line.text({label: 'key', value: typeof ctx.provider.apiKey})]};");
  one.config.api_key = model::SecretReference{model::SecretReference::Kind::literal, "  ", {}};
  const auto snapshot = probed(one, world);
  REQUIRE(snapshot.lines.size() == 1);
  CHECK(std::get<model::TextLine>(snapshot.lines[0]).value == "undefined");
}

TEST_CASE("the command line's mode wins over the entry's") {
  support::FakeWorld world;
  Instance one =
      instance("return {lines: [ctx.line.text({label: 'mode', value: ctx.sourceMode})]};");
  one.config.source = model::SourceMode::web;
  CHECK(std::get<model::TextLine>(probed(one, world).lines.at(0)).value == "web");
  ProbeSettings settings;
  settings.mode = model::SourceMode::api;
  CHECK(std::get<model::TextLine>(probed(one, world, settings).lines.at(0)).value == "api");
}

TEST_CASE("a plugin from an untrusted folder does not run") {
  support::FakeWorld world;
  Instance one = instance("throw 'ran';");
  auto copy = std::make_shared<plugin_host::Plugin>(*one.plugin);
  copy->may_run = false;
  one.plugin = copy;
  const auto snapshot = probed(one, world);
  REQUIRE(snapshot.error);
  CHECK(snapshot.error->kind == base::ErrorKind::permission);
}

TEST_CASE("the entry's display name wins over the plugin's") {
  support::FakeWorld world;
  Instance one = instance(
      "return {displayName: 'From plugin', lines: [ctx.line.text({label: 'a', value: 'b'})]};");
  CHECK(probed(one, world).display_name == "From plugin");
  one.config.display_name = "From config";
  CHECK(probed(one, world).display_name == "From config");
}

TEST_CASE("a deadline that has passed is told without a start") {
  support::FakeWorld world;
  const auto snapshot = probe_instance(instance("throw 'ran';"), {}, world.system(),
                                       base::null_log(), system::Deadline::after(0ms));
  REQUIRE(snapshot.error);
  CHECK(snapshot.error->kind == base::ErrorKind::timeout);
}

}  // namespace
}  // namespace usagestat::usage
