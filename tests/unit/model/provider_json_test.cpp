// SPDX-License-Identifier: MIT
#include "model/provider_json.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

std::string compact(const ProviderSummary& summary) {
  return base::write_json(provider_to_json(summary), base::JsonStyle::compact);
}

TEST_CASE("a provider that declares nothing") {
  ProviderManifest manifest;
  manifest.id = "acme";
  manifest.name = "Acme";
  ProviderSummary summary;
  summary.manifest = &manifest;
  CHECK(compact(summary) ==
        R"({"id":"acme","name":"Acme","enabled":false,"activation":"off","reason":"",)"
        R"("aliases":[],"supportedModes":[],"autoMode":"","webUrl":null,"minIntervalSec":0})");
}

TEST_CASE("a provider that declares everything") {
  ProviderManifest manifest;
  manifest.id = "acme";
  manifest.name = "Acme";
  manifest.aliases = {"acme-code"};
  manifest.supported_modes = {"oauth", "web"};
  manifest.auto_mode = "oauth";
  manifest.web_url = "https://acme.test";
  manifest.status_page_url = "https://status.acme.test/";
  manifest.usage_dashboard_url = "https://acme.test/usage";
  manifest.brand_color = "#112233";
  manifest.min_interval = std::chrono::seconds(180);
  manifest.icon = IconDeclaration{};
  const ProviderSummary summary{&manifest, Activation::detected, "found ~/.acme/auth.json",
                                "/p/acme/icon.svg", "/p/acme/icon-color.svg"};
  CHECK(compact(summary) ==
        R"({"id":"acme","name":"Acme","enabled":true,"activation":"detected",)"
        R"("reason":"found ~/.acme/auth.json","aliases":["acme-code"],)"
        R"("supportedModes":["oauth","web"],"autoMode":"oauth","webUrl":"https://acme.test",)"
        R"("statusPageUrl":"https://status.acme.test/",)"
        R"("usageDashboardUrl":"https://acme.test/usage","brandColor":"#112233",)"
        R"("minIntervalSec":180,"icon":{"kind":"svg","path":"/p/acme/icon.svg","monochrome":true,)"
        R"("supportsCurrentColor":true,"monochromePath":"/p/acme/icon.svg",)"
        R"("colorPath":"/p/acme/icon-color.svg","variants":{"monochrome":{"kind":"svg",)"
        R"("path":"/p/acme/icon.svg","monochrome":true,"supportsCurrentColor":true},)"
        R"("color":{"kind":"svg","path":"/p/acme/icon-color.svg","monochrome":false,)"
        R"("supportsCurrentColor":false}}}})");
}

TEST_CASE("icons without a file and by URL") {
  ProviderManifest manifest;
  manifest.icon = IconDeclaration{};
  ProviderSummary summary;
  summary.manifest = &manifest;
  CHECK(base::write_json(provider_to_json(summary).at("icon"), base::JsonStyle::compact) ==
        R"({"kind":"svg","monochrome":true,"supportsCurrentColor":true})");
  manifest.icon->kind = "url";
  manifest.icon->url = "https://acme.test/icon.svg";
  manifest.icon->monochrome = false;
  summary.icon_path = "/p/acme/icon.svg";
  CHECK(base::write_json(provider_to_json(summary).at("icon"), base::JsonStyle::compact) ==
        R"({"kind":"url","url":"https://acme.test/icon.svg","monochrome":false,)"
        R"("supportsCurrentColor":true})");
}

TEST_CASE("activations by word; only off is not enabled") {
  ProviderManifest manifest;
  ProviderSummary summary;
  summary.manifest = &manifest;
  for (const auto& [activation, word] :
       std::vector<std::pair<Activation, std::string_view>>{{Activation::enabled, "enabled"},
                                                            {Activation::detected, "detected"},
                                                            {Activation::off, "off"}}) {
    summary.activation = activation;
    CHECK(provider_to_json(summary).at("activation").as_string() == word);
    CHECK(provider_to_json(summary).at("enabled") == (activation != Activation::off));
  }
}

}  // namespace
}  // namespace usagestat::model
