// SPDX-License-Identifier: MIT
#include "cli/describe_provider.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::cli {
namespace {

model::ProviderManifest acme() {
  model::ProviderManifest manifest;
  manifest.id = "acme";
  manifest.name = "Acme";
  manifest.permissions.emplace();
  return manifest;
}

TEST_CASE("a provider is described with everything that it may touch") {
  model::ProviderManifest manifest = acme();
  manifest.aliases = {"acme-ai", "ac"};
  manifest.summary = "The requests of the month.";
  manifest.credentials = {"config `apiKey`", "`ACME_KEY`"};
  manifest.lines = {{"progress", "Requests", "overview", 1},
                    {"text", "Balance", "detail", {}},
                    {"text", "Requests", "detail", {}},
                    {"badge", "Status", "detail", {}}};
  manifest.supported_modes = {"api", "local"};
  manifest.auto_mode = "api";
  manifest.min_interval = std::chrono::seconds(60);
  manifest.links = {{"Usage", "https://acme.example/usage"}, {"Docs", "https://acme.example/docs"}};
  manifest.permissions->hosts = {"api.acme.example"};
  manifest.permissions->env = {"ACME_KEY", "ACME_URL"};
  manifest.permissions->read = {"~/.acme/*.json"};
  manifest.permissions->write = {"~/.acme/auth.json"};
  manifest.permissions->keychain = {"Acme*"};
  manifest.permissions->cookies = {"acme.example"};
  manifest.permissions->commands = {{"acme", {"auth", "token"}}, {"acme2", {}}};
  manifest.permissions->processes = {"acme_server"};
  CHECK(describe_provider(manifest) == R"(## Acme

`acme`, also called `acme-ai`, `ac`. The requests of the month.

- Shows: Requests, Balance
- Modes: `api`, `local`; `auto` begins with `api`
- Credentials, in this order:
  1. config `apiKey`
  2. `ACME_KEY`
- Connects to: `api.acme.example`
- Reads the variables: `ACME_KEY`, `ACME_URL`
- Reads the files: `~/.acme/*.json`
- Writes the files: `~/.acme/auth.json`
- Keychain items: `Acme*`
- Cookies of: `acme.example`
- Runs: `acme auth token`, `acme2`
- Looks for the running programs: `acme_server`
- An answer is good for: 60 seconds
- Links: [Usage](https://acme.example/usage), [Docs](https://acme.example/docs)
)");
}

TEST_CASE("what a provider has not is not mentioned") {
  CHECK(describe_provider(acme()) == "## Acme\n\n`acme`.\n\n");
  model::ProviderManifest manifest = acme();
  manifest.supported_modes = {"api"};
  manifest.auto_mode = "api";
  CHECK(describe_provider(manifest) == "## Acme\n\n`acme`.\n\n- Modes: `api`\n");
}

TEST_CASE("an old plugin without permissions may reach much, and that is said") {
  model::ProviderManifest manifest = acme();
  manifest.permissions.reset();
  CHECK(describe_provider(manifest).ends_with(
      "- May reach: any https host, every file of your home directory (an old plugin without a "
      "permissions block)\n"));
}

}  // namespace
}  // namespace usagestat::cli
