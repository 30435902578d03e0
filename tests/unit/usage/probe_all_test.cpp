// SPDX-License-Identifier: MIT
#include "usage/probe_all.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;

std::vector<Instance> instances(std::size_t count) {
  auto plugin = std::make_shared<plugin_host::Plugin>();
  plugin->manifest.id = "p";
  std::vector<Instance> result;
  for (std::size_t i = 0; i < count; ++i) {
    model::ProviderConfig config;
    config.id = "p";
    config.instance_id = "p" + std::to_string(i);
    result.push_back({plugin, config, model::Activation::enabled, ""});
  }
  return result;
}

model::UsageSnapshot named(const Instance& instance) {
  model::UsageSnapshot snapshot;
  snapshot.instance_id = instance.key();
  return snapshot;
}

TEST_CASE("results keep the order of the instances, whoever finishes first") {
  const auto all = instances(8);
  const auto snapshots =
      probe_all(all,
                [&](const Instance& instance, const system::Deadline&) {
                  // The first ones take longest.
                  std::this_thread::sleep_for(instance.key() < "p4" ? 30ms : 1ms);
                  return named(instance);
                },
                {});
  REQUIRE(snapshots.size() == 8);
  for (std::size_t i = 0; i < 8; ++i) CHECK(snapshots[i].instance_id == "p" + std::to_string(i));
}

TEST_CASE("no more than max_parallel probes run at once") {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  ProbeAllOptions options;
  options.max_parallel = 3;
  probe_all(
      instances(12),
      [&](const Instance& instance, const system::Deadline&) {
        const int now = ++running;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::sleep_for(3ms);
        --running;
        return named(instance);
      },
      options);
  CHECK(most <= 3);
  CHECK(most >= 2);
}

TEST_CASE("each probe gets its own deadline, bounded by that of the run") {
  ProbeAllOptions options;
  options.probe_timeout = 50ms;
  options.deadline = system::Deadline::after(10s);
  probe_all(
      instances(1),
      [](const Instance& instance, const system::Deadline& deadline) {
        CHECK(deadline.remaining() <= 50ms);
        return named(instance);
      },
      options);
  options.probe_timeout = 10s;
  options.deadline = system::Deadline::after(50ms);
  probe_all(
      instances(1),
      [](const Instance& instance, const system::Deadline& deadline) {
        CHECK(deadline.remaining() <= 50ms);
        return named(instance);
      },
      options);
}

TEST_CASE("progress counts up to the total and names what runs") {
  std::vector<ProbeProgress> reports;
  ProbeAllOptions options;
  options.max_parallel = 1;
  options.on_progress = [&](const ProbeProgress& progress) { reports.push_back(progress); };
  probe_all(
      instances(2),
      [](const Instance& instance, const system::Deadline&) { return named(instance); }, options);
  REQUIRE(reports.size() == 4);
  CHECK(reports[0].finished == 0);
  CHECK(reports[0].running == std::vector<std::string>{"p0"});
  CHECK(reports[1].running.empty());
  CHECK(reports[2].running == std::vector<std::string>{"p1"});
  CHECK(reports[3].finished == 2);
  CHECK(reports[3].total == 2);
}

TEST_CASE("nothing to probe gives nothing") {
  CHECK(probe_all({},
                  [](const Instance& instance, const system::Deadline&) { return named(instance); },
                  {})
            .empty());
}

}  // namespace
}  // namespace usagestat::usage
