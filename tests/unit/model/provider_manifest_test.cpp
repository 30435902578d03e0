// SPDX-License-Identifier: MIT
#include "model/provider_manifest.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

TEST_CASE("primary labels by their order, equal ones as written") {
  ProviderManifest manifest;
  manifest.lines = {{"progress", "Weekly", "overview", 2},
                    {"text", "Today", "detail", std::nullopt},
                    {"progress", "Session", "overview", 1},
                    {"progress", "Extra", "overview", 2}};
  CHECK(primary_labels(manifest) == std::vector<std::string>{"Session", "Weekly", "Extra"});
  CHECK(primary_labels({}).empty());
}

TEST_CASE("a provider is called by its id or an alias") {
  ProviderManifest manifest;
  manifest.id = "acme";
  manifest.aliases = {"acme-code"};
  CHECK(is_called(manifest, "acme"));
  CHECK(is_called(manifest, "ACME-Code"));
  CHECK_FALSE(is_called(manifest, "acm"));
  CHECK_FALSE(is_called(manifest, ""));
}

}  // namespace
}  // namespace usagestat::model
