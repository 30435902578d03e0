// SPDX-License-Identifier: MIT
#include <filesystem>

#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

const std::string k_path = ".config/usagestat/config.toml";

TEST_CASE("config path") {
  Sandbox sandbox;
  CHECK(sandbox.run({"config", "path"}).out == (sandbox.home() / k_path).string() + "\n");
  sandbox.env["USAGESTAT_CONFIG"] = "/x/y.toml";
  CHECK(sandbox.run({"config", "path"}).out == "/x/y.toml\n");
  CHECK(sandbox.run({"config", "path", "--config", "/z.toml"}).out == "/z.toml\n");
}

TEST_CASE("config validate: fine, missing, broken") {
  Sandbox sandbox;
  const Run missing = sandbox.run({"config", "validate"});
  CHECK(missing.code == 0);
  CHECK(missing.out == "Config: OK (" + (sandbox.home() / k_path).string() +
                           ", which does not exist; defaults hold)\n");
  sandbox.write(k_path, "[[providers]]\nid = \"openrouter\"\n");
  const Run fine = sandbox.run({"config", "validate"});
  CHECK(fine.code == 0);
  CHECK(fine.out == "Config: OK (" + (sandbox.home() / k_path).string() + ")\n");
  sandbox.write(k_path,
                "refreshSec = \"often\"\nrefrshSec = 1\n[[providers]]\nid = \"opnrouter\"\n");
  const Run broken = sandbox.run({"config", "validate"});
  CHECK(broken.code == 78);
  CHECK(broken.out.find("config.toml:1:14: error:") != std::string::npos);
  CHECK(broken.out.find("config.toml:2:1: warning:") != std::string::npos);
  CHECK(broken.out.find("refreshSec") != std::string::npos);
}

TEST_CASE("config validate --json") {
  Sandbox sandbox;
  sandbox.write(k_path, "[defaults]\nwarnAt = true\n[[providers]]\nid = \"opnrouter\"\n");
  const Run run = sandbox.run({"config", "validate", "--json"});
  CHECK(run.code == 78);
  const auto document = base::parse_json(run.out, "stdout");
  REQUIRE(document.has_value());
  CHECK(base::bool_member(*document, "valid") == false);
  const auto& issues = base::find_member(*document, "issues")->get_array();
  REQUIRE(issues.size() == 1);
  CHECK(base::string_member(issues[0], "level") == "error");
  CHECK(base::string_member(issues[0], "key") == "defaults.warnAt");
  CHECK(base::number_member(issues[0], "line") == 2);
}

TEST_CASE("an unknown provider in the config is a warning with the nearest id") {
  Sandbox sandbox;
  sandbox.write(k_path, "[[providers]]\nid = \"opnrouter\"\n");
  const Run run = sandbox.run({"config", "validate"});
  CHECK(run.code == 0);
  CHECK(run.out.find("config.toml:2:1: warning:") != std::string::npos);
  CHECK(run.out.find("openrouter") != std::string::npos);
}

TEST_CASE("config dump hides secrets unless told to") {
  Sandbox sandbox;
  sandbox.write(k_path, "[[providers]]\nid = \"openrouter\"\napiKey = \"sk-or-v1-very-secret\"\n");
  const Run hidden = sandbox.run({"config", "dump"});
  CHECK(hidden.code == 0);
  CHECK(hidden.out.find("very-secret") == std::string::npos);
  CHECK(hidden.out.find("\"apiKey\": \"[redacted]\"") != std::string::npos);
  CHECK(sandbox.run({"config", "dump", "--show-secrets"}).out.find("sk-or-v1-very-secret") !=
        std::string::npos);
}

TEST_CASE("config init writes a private file once") {
  Sandbox sandbox;
  const Run first = sandbox.run({"config", "init"});
  CHECK(first.code == 0);
  const auto file = sandbox.home() / k_path;
  using std::filesystem::perms;
  CHECK(std::filesystem::status(file).permissions() == (perms::owner_read | perms::owner_write));
  CHECK(sandbox.run({"config", "validate"}).code == 0);
  const Run again = sandbox.run({"config", "init"});
  CHECK(again.code == 74);
  CHECK(again.err.find("exists already") != std::string::npos);
  CHECK(sandbox.run({"config", "init", "--force"}).code == 0);
}

TEST_CASE("a config that others can read and that holds a secret is a warning") {
  Sandbox sandbox;
  const auto file = sandbox.write(
      k_path, "[[providers]]\nid = \"openrouter\"\napiKey = \"sk-or-v1-very-secret\"\n");
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  const Run run = sandbox.run({"config", "validate"});
  CHECK(run.code == 0);
  CHECK(run.out.find("chmod 600") != std::string::npos);
  CHECK(run.out.find("very-secret") == std::string::npos);
}

}  // namespace
}  // namespace usagestat::test
