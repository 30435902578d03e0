// SPDX-License-Identifier: MIT
#include "config/dump_config.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

std::string dump(std::string_view text, SecretDisplay secrets = SecretDisplay::redacted) {
  const ReadConfig read = read_text(text);
  CHECK(shown(read.issues) == std::vector<std::string>{});
  return base::write_json(dump_config(read.config, secrets), base::JsonStyle::compact);
}

TEST_CASE("the defaults, in the order of the schema") {
  CHECK(dump("") ==
        R"({"refreshSec":60,"pluginDirs":[],)"
        R"("defaults":{"timeout":"30s","maxParallel":64,"refreshTokens":"auto"},"network":{},)"
        R"("serve":{"host":"127.0.0.1","port":6736,"cors":"*","idleExit":"0s"},"providers":[]})");
}

constexpr std::string_view k_secrets = R"(
[network]
proxy = "http://user:hunter2@proxy.example.com:3128"
[serve]
cors = "none"
[[providers]]
id = "acme"
apiKey = "hunter2"
cookieHeader = { env = "ACME_COOKIE" }
settings = { project = "p1", auth = { accessToken = "hunter2" }, list = [{ apiKey = "hunter2" }] }
env = { ACME_API_KEY = "hunter2", ACME_HOME = "/srv" }
)";

TEST_CASE("secrets are hidden, references are not") {
  CHECK(dump(k_secrets) ==
        R"({"refreshSec":60,"pluginDirs":[],)"
        R"("defaults":{"timeout":"30s","maxParallel":64,"refreshTokens":"auto"},)"
        R"("network":{"proxy":"http://[redacted]@proxy.example.com:3128"},)"
        R"("serve":{"host":"127.0.0.1","port":6736,"cors":"none","idleExit":"0s"},)"
        R"("providers":[{"id":"acme","enabled":true,"apiKey":"[redacted]",)"
        R"("cookieHeader":{"env":"ACME_COOKIE"},)"
        R"("settings":{"auth":{"accessToken":"[redacted]"},"list":[{"apiKey":"[redacted]"}],)"
        R"("project":"p1"},"env":{"ACME_API_KEY":"[redacted]","ACME_HOME":"/srv"}}]})");
}

TEST_CASE("secrets are shown when asked for") {
  const std::string shown = dump(k_secrets, SecretDisplay::shown);
  CHECK(shown.find("[redacted]") == std::string::npos);
  CHECK(shown.find(R"("apiKey":"hunter2")") != std::string::npos);
  CHECK(shown.find(R"("proxy":"http://user:hunter2@proxy.example.com:3128")") != std::string::npos);
}

TEST_CASE("a proxy's password is hidden however the proxy is written") {
  struct Case {
    std::string written;
    std::string expected;
  };
  for (const Case& one : {Case{"user:hunter2@host:1", "[redacted]@host:1"},
                          Case{"socks5h://u:p%40@host", "socks5h://[redacted]@host"},
                          Case{"http://host/", "http://host/"}}) {
    model::Config config;
    config.network.proxy = one.written;
    CHECK(dump_config(config, SecretDisplay::redacted)["network"].at("proxy").as_string() ==
          one.expected);
  }
}

TEST_CASE("durations keep their unit") {
  struct Case {
    std::chrono::milliseconds duration;
    std::string expected;
  };
  for (const Case& one :
       {Case{std::chrono::milliseconds(250), "250ms"},
        Case{std::chrono::milliseconds(1500), "1500ms"}, Case{std::chrono::seconds(90), "90s"},
        Case{std::chrono::minutes(5), "5m"}, Case{std::chrono::hours(48), "2d"}}) {
    model::Config config;
    config.defaults.timeout = one.duration;
    CHECK(dump_config(config, SecretDisplay::redacted)["defaults"].at("timeout").as_string() ==
          one.expected);
  }
}

TEST_CASE("an entry alone keeps its secrets") {
  model::ProviderConfig entry;
  entry.id = "acme";
  entry.api_key = model::SecretReference{model::SecretReference::Kind::literal, "hunter2", {}};
  CHECK(base::write_json(entry_to_json(entry), base::JsonStyle::compact) ==
        R"({"id":"acme","enabled":true,"apiKey":"hunter2"})");
}

}  // namespace
}  // namespace usagestat::config
