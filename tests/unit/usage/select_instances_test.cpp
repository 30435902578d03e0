// SPDX-License-Identifier: MIT
#include "usage/select_instances.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::usage {
namespace {

plugin_host::PluginPtr plugin(std::string id, std::vector<std::string> aliases = {},
                              bool enabled_by_default = false) {
  auto result = std::make_shared<plugin_host::Plugin>();
  result->manifest.id = std::move(id);
  result->manifest.name = "Name of " + result->manifest.id;
  result->manifest.aliases = std::move(aliases);
  result->manifest.enabled_by_default = enabled_by_default;
  return result;
}

plugin_host::PluginCatalog catalog() {
  return {{plugin("alpha", {"first"}), plugin("beta"), plugin("gamma", {}, true), plugin("zeta")},
          {}};
}

model::ProviderConfig entry(std::string id, std::optional<bool> enabled = std::nullopt,
                            std::optional<std::string> instance = std::nullopt) {
  model::ProviderConfig result;
  result.id = std::move(id);
  result.enabled = enabled;
  result.instance_id = std::move(instance);
  return result;
}

std::optional<std::string> nothing(const model::ProviderManifest&, const model::ProviderConfig&) {
  return std::nullopt;
}

std::vector<std::string> keys(const std::vector<Instance>& instances) {
  std::vector<std::string> result;
  for (const Instance& instance : instances) result.push_back(instance.key());
  return result;
}

std::vector<std::string> selected(const std::vector<Instance>& all, Selection selection) {
  const auto result = select_instances(all, selection);
  if (!result) return {"error: " + result.error().message, result.error().hint};
  return keys(*result);
}

using Words = std::vector<std::string>;

TEST_CASE("config entries come first in their order, the rest by id") {
  model::Config config;
  config.providers = {entry("zeta"), entry("alpha")};
  const auto all = all_instances(catalog(), config, nothing);
  CHECK(keys(all) == Words{"zeta", "alpha", "beta", "gamma"});
  CHECK(selected(all, {}) == Words{"zeta", "alpha", "gamma"});
}

TEST_CASE(
    "an entry is on unless it says otherwise; without one the manifest, then detection decide") {
  model::Config config;
  config.providers = {entry("alpha", false), entry("beta")};
  const auto all = all_instances(catalog(), config,
                                 [](const model::ProviderManifest& manifest,
                                    const model::ProviderConfig&) -> std::optional<std::string> {
                                   if (manifest.id == "zeta") return "ZETA_KEY is set";
                                   return std::nullopt;
                                 });
  REQUIRE(all.size() == 4);
  CHECK(all[0].activation == model::Activation::off);
  CHECK(all[0].reason == "disabled in the config");
  CHECK(all[1].activation == model::Activation::enabled);
  CHECK(all[1].reason == "enabled in the config");
  CHECK(all[2].activation == model::Activation::enabled);
  CHECK(all[2].reason == "enabled by default");
  CHECK(all[3].activation == model::Activation::detected);
  CHECK(all[3].reason == "ZETA_KEY is set");
  CHECK(selected(all, {}) == Words{"beta", "gamma", "zeta"});
  CHECK(selected(all, {{}, true}) == Words{"alpha", "beta", "gamma", "zeta"});
}

TEST_CASE("named instances are taken as typed, each once, also when off") {
  const auto all = all_instances(catalog(), {}, nothing);
  CHECK(selected(all, {{"zeta", "alpha", "zeta"}, false}) == Words{"zeta", "alpha"});
  CHECK(selected(all, {{"First"}, false}) == Words{"alpha"});
  CHECK(selected(all, {{"beta, zeta"}, false}) == Words{"beta", "zeta"});
  CHECK(selected(all, {{"all"}, false}) == Words{"gamma"});
  CHECK(selected(all, {{"beta", "all"}, false}) == Words{"beta", "gamma"});
}

TEST_CASE("a provider id stands for all its instances, an instance id for one") {
  model::Config config;
  config.providers = {entry("alpha"), entry("alpha", true, "alpha-work"), entry("first")};
  config.providers[2].instance_id = "alias-entry";
  const auto all = all_instances(catalog(), config, nothing);
  CHECK(selected(all, {{"alpha"}, false}) == Words{"alpha", "alpha-work", "alias-entry"});
  CHECK(selected(all, {{"alpha-work"}, false}) == Words{"alpha-work"});
}

TEST_CASE("an unknown word names its nearest neighbours") {
  const auto all = all_instances(catalog(), {}, nothing);
  CHECK(selected(all, {{"alpa"}, false}) ==
        Words{"error: Unknown provider or command \"alpa\".",
              "Did you mean alpha? `usagestat list` shows every known id."});
  CHECK(selected(all, {{"xxxxxxxx"}, false}) ==
        Words{"error: Unknown provider or command \"xxxxxxxx\".",
              "`usagestat list` shows every known id."});
}

TEST_CASE("entries of unknown providers give no instance") {
  model::Config config;
  config.providers = {entry("nobody")};
  CHECK(keys(all_instances(catalog(), config, nothing)) == Words{"alpha", "beta", "gamma", "zeta"});
}

}  // namespace
}  // namespace usagestat::usage
