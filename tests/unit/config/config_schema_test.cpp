// SPDX-License-Identifier: MIT
// Every row of the schema: complete, readable, and back again.
#include "config/config_schema.hpp"

#include <set>

#include <catch2/catch_test_macros.hpp>

#include "config/dump_config.hpp"
#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

namespace json = base::json;

struct RoundTrip {
  std::string_view toml;
  std::string_view json;
};

// By path; a key without a row here fails the test.
const std::map<std::string, RoundTrip> k_round_trips = {
    {"refreshSec", {"90", "90"}},
    {"pluginDirs",
     {R"(["~/p", "$EXTRA/x", "local/../q"])",
      R"(["/home/dev/p","/opt/extra/x","/etc/usagestat/q"])"}},
    {"defaults.warnAt", {"80", "80.0"}},
    {"defaults.failAt", {"95.5", "95.5"}},
    {"defaults.timeout", {R"("90s")", R"("90s")"}},
    {"defaults.maxParallel", {"3", "3"}},
    {"defaults.refreshTokens", {R"("never")", R"("never")"}},
    {"defaults.timezone", {R"("Europe/Paris")", R"("Europe/Paris")"}},
    {"network.proxy", {R"("socks5h://localhost:1080")", R"("socks5h://localhost:1080")"}},
    {"network.caBundle", {R"("own.pem")", R"("/etc/usagestat/own.pem")"}},
    {"serve.host", {R"("::1")", R"("::1")"}},
    {"serve.port", {"0", "0"}},
    {"serve.cors", {R"(["http://localhost:3000"])", R"(["http://localhost:3000"])"}},
    {"serve.idleExit", {"600", R"("10m")"}},
    {"providers[].id", {R"("acme")", R"("acme")"}},
    {"providers[].instanceId", {R"("acme-work")", R"("acme-work")"}},
    {"providers[].tabParent", {R"("acme")", R"("acme")"}},
    {"providers[].displayName", {R"("Büro")", R"("Büro")"}},
    {"providers[].enabled", {"false", "false"}},
    {"providers[].source", {R"("oauth")", R"("oauth")"}},
    {"providers[].customCommand", {R"('sh -c "x"')", R"("sh -c \"x\"")"}},
    {"providers[].apiKey", {R"("abc")", R"("abc")"}},
    {"providers[].cookieHeader",
     {R"({ command = ["pass", "show", "x"] })", R"({"command":["pass","show","x"]})"}},
    {"providers[].region", {R"("eu")", R"("eu")"}},
    {"providers[].workspaceId", {R"("w-1")", R"("w-1")"}},
    {"providers[].settings",
     {R"({ a.b = [1, 2.5, "x"], day = 2026-01-02, at = 2026-01-02T03:04:05Z, on = true })",
      R"({"a":{"b":[1,2.5,"x"]},"at":"2026-01-02T03:04:05Z","day":"2026-01-02","on":true})"}},
    {"providers[].env", {R"({ A = "~/a", B = "x~/b" })", R"({"A":"/home/dev/a","B":"x~/b"})"}},
    {"providers[].home", {R"("~/.acme-work")", R"("/home/dev/.acme-work")"}},
    {"providers[].warnAt", {"0", "0.0"}},
    {"providers[].failAt", {"1000", "1000.0"}},
};

// A file that sets this one key, and an id where an entry needs one.
std::string file_with(const ConfigKey& key, std::string_view toml) {
  std::string text;
  if (key.is_of_entry()) {
    text = "[[providers]]\n";
    if (key.name != "id") text += "id = \"acme\"\n";
  } else if (!key.section.empty()) {
    text = "[" + std::string(key.section) + "]\n";
  }
  return text + std::string(key.name) + " = " + std::string(toml) + "\n";
}

json::value dumped(const ConfigKey& key, const model::Config& config) {
  json::object all = dump_config(config, SecretDisplay::shown);
  json::value section = all;
  if (key.is_of_entry()) {
    section = all["providers"].as_array().at(0);
  } else if (!key.section.empty()) {
    section = all[key.section];
  }
  const json::value* found = base::find_member(section, key.name);
  return found != nullptr ? *found : json::value("(missing)");
}

TEST_CASE("every key round-trips from the file to the dump") {
  for (const ConfigKey& key : config_schema()) {
    INFO(key.path());
    REQUIRE(k_round_trips.contains(key.path()));
    const RoundTrip& expected = k_round_trips.at(key.path());
    const ReadConfig read = read_text(file_with(key, expected.toml));
    std::vector<std::string> issues = shown(read.issues);
    // A command without source = "custom" is worth a warning, which is not the matter here.
    if (key.name == "customCommand") issues.clear();
    CHECK(issues == std::vector<std::string>{});
    CHECK(base::write_json(dumped(key, read.config), base::JsonStyle::compact) == expected.json);
  }
  CHECK(k_round_trips.size() == config_schema().size());
}

TEST_CASE("no key is there twice, each has a help line without an end of line") {
  std::set<std::string> paths;
  for (const ConfigKey& key : config_schema()) {
    INFO(key.path());
    CHECK(paths.insert(key.path()).second);
    CHECK(key.help.ends_with('.'));
    CHECK(key.help.find('\n') == std::string_view::npos);
    CHECK(find_key(key.section, key.name) == &key);
  }
}

TEST_CASE("the sample of a key is accepted, and is the default where there is one") {
  const std::set<std::string> examples = {"pluginDirs"};
  for (const ConfigKey& key : config_schema()) {
    if (key.name == "id") continue;
    INFO(key.path());
    const ReadConfig read = read_text(file_with(key, key.sample));
    CHECK_FALSE(has_error(read.issues));
    const auto standard = key.access.get(model::Config(), model::ProviderConfig());
    if (!standard || examples.contains(key.path())) continue;
    const ReadConfig empty = read_text(key.is_of_entry() ? "[[providers]]\nid = \"acme\"\n" : "");
    CHECK(dumped(key, read.config) == dumped(key, empty.config));
  }
}

TEST_CASE("sections come in the order of the table") {
  CHECK(config_sections() ==
        std::vector<std::string_view>{"", "defaults", "network", "serve", "providers[]"});
  CHECK(find_key("defaults", "warnat") == nullptr);
  CHECK(find_key("", "warnAt") == nullptr);
}

TEST_CASE("types are described for people") {
  CHECK(describe_type(*find_key("defaults", "warnAt")) == "a number from 0 to 1000");
  CHECK(describe_type(*find_key("defaults", "timeout")) ==
        "a duration such as \"30s\", from 100ms to 1h");
  CHECK(describe_type(*find_key("serve", "idleExit")) ==
        "a duration such as \"30s\", from 0s to 364d");
  CHECK(describe_type(*find_key("defaults", "refreshTokens")) == "\"auto\" or \"never\"");
  CHECK(describe_type(*find_key("providers[]", "source")) ==
        "\"auto\", \"web\", \"cli\", \"oauth\", \"api\", \"local\" or \"custom\"");
}

}  // namespace
}  // namespace usagestat::config
