// SPDX-License-Identifier: MIT
#include "usage/select_history.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::usage {
namespace {

using Strings = std::vector<std::string>;

Instance instance(const std::string& provider, std::optional<std::string> id) {
  auto plugin = std::make_shared<plugin_host::Plugin>();
  plugin->manifest.id = provider;
  plugin->manifest.aliases = {provider + "-ai"};
  model::ProviderConfig config;
  config.id = provider;
  config.instance_id = std::move(id);
  return {plugin, config, model::Activation::off, ""};
}

const std::vector<Instance> k_all{instance("acme", {}), instance("acme", "acme-work"),
                                  instance("other", {})};

TEST_CASE("a provider's id or alias means all of its samples, an instance's its own") {
  auto selection = select_history(k_all, {"ACME-ai"});
  CHECK(selection.filter.provider_ids == Strings{"acme", "acme"});
  CHECK(selection.filter.instance_ids.empty());
  CHECK(selection.unknown.empty());
  selection = select_history(k_all, {"acme-work"});
  CHECK(selection.filter.instance_ids == Strings{"acme-work"});
  CHECK(selection.filter.provider_ids.empty());
  selection = select_history(k_all, {"acme-work , other,", "Acme-Work"});
  CHECK(selection.filter.instance_ids == Strings{"acme-work", "acme-work"});
  CHECK(selection.filter.provider_ids == Strings{"other"});
}

TEST_CASE("an instance with its provider's id means that one alone") {
  const std::vector<Instance> all{instance("acme", "acme"), instance("acme", "acme-work")};
  const auto selection = select_history(all, {"acme"});
  CHECK(selection.filter.instance_ids == Strings{"acme"});
  CHECK(selection.filter.provider_ids.empty());
}

TEST_CASE("nothing or all means everything") {
  CHECK_FALSE(select_history(k_all, {}).filter.has_ids());
  const auto all = select_history(k_all, {"acme", "nobody", "All"});
  CHECK_FALSE(all.filter.has_ids());
  CHECK(all.unknown.empty());
}

TEST_CASE("an unknown word is looked for and named") {
  const auto selection = select_history(k_all, {"removed", "acme"});
  CHECK(selection.unknown == Strings{"removed"});
  CHECK(selection.filter.instance_ids == Strings{"removed"});
  CHECK(selection.filter.provider_ids == Strings{"removed", "acme", "acme"});
}

}  // namespace
}  // namespace usagestat::usage
