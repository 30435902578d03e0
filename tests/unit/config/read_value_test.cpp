// SPDX-License-Identifier: MIT
// What is said about values that are wrong: exact sentences and places.
#include "config/read_value.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

struct Wrong {
  std::string_view text;
  std::vector<std::string> expected;
};

void check_all(const std::vector<Wrong>& cases) {
  for (const Wrong& wrong : cases) {
    INFO(wrong.text);
    CHECK(problems(wrong.text) == wrong.expected);
  }
}

// The same for lines of an entry; they begin in line 3.
void check_entry(const std::vector<Wrong>& cases) {
  for (const Wrong& wrong : cases) {
    INFO(wrong.text);
    CHECK(problems("[[providers]]\nid = \"acme\"\n" + std::string(wrong.text)) == wrong.expected);
  }
}

constexpr const char* k_forms =
    " Write the secret itself, { env = \"X\" }, { file = \"…\" } or { command = [\"pass\", "
    "\"show\", \"x\"] }.";

TEST_CASE("numbers and durations") {
  check_all({
      {"refreshSec = \"60\"",
       {"1:14 error refreshSec: refreshSec must be a whole number from 1 to 604800, not a "
        "string."}},
      {"refreshSec = -1",
       {"1:14 error refreshSec: refreshSec must be a whole number from 1 to 604800, not -1."}},
      {"refreshSec = 60.5",
       {"1:14 error refreshSec: refreshSec must be a whole number from 1 to 604800, not a number "
        "with a fraction."}},
      {"[defaults]\nwarnAt = -0.5",
       {"2:10 error defaults.warnAt: defaults.warnAt must be a number from 0 to 1000, not -0.5."}},
      {"[defaults]\nwarnAt = 1000.5",
       {"2:10 error defaults.warnAt: defaults.warnAt must be a number from 0 to 1000, not "
        "1000.5."}},
      {"[defaults]\nfailAt = nan",
       {"2:10 error defaults.failAt: defaults.failAt must be a number from 0 to 1000, not an "
        "infinite one."}},
      {"[defaults]\nfailAt = true",
       {"2:10 error defaults.failAt: defaults.failAt must be a number from 0 to 1000, not true or "
        "false."}},
      {"[defaults]\ntimeout = \"soon\"",
       {"2:11 error defaults.timeout: defaults.timeout must be a duration such as \"30s\", from "
        "100ms to 1h, not \"soon\"."}},
      {"[defaults]\ntimeout = 0",
       {"2:11 error defaults.timeout: defaults.timeout must be a duration such as \"30s\", from "
        "100ms to 1h, not 0."}},
      {"[defaults]\ntimeout = \"2h\"",
       {"2:11 error defaults.timeout: defaults.timeout must be a duration such as \"30s\", from "
        "100ms to 1h, not \"2h\"."}},
      {"[defaults]\nmaxParallel = 0",
       {"2:15 error defaults.maxParallel: defaults.maxParallel must be a whole number from 1 to "
        "1024, not 0."}},
      {"[serve]\nport = 65536",
       {"2:8 error serve.port: serve.port must be a whole number from 0 to 65535, not 65536."}},
      {"[serve]\nidleExit = [1]",
       {"2:12 error serve.idleExit: serve.idleExit must be a duration such as \"30s\", from 0s to "
        "364d, not an array."}},
  });
  CHECK(read_text("[defaults]\ntimeout = 45").config.defaults.timeout == std::chrono::seconds(45));
  CHECK(read_text("[serve]\nidleExit = \"90m\"").config.serve.idle_exit ==
        std::chrono::minutes(90));
}

TEST_CASE("words, zones, proxies, origins") {
  check_all({
      {"[defaults]\nrefreshTokens = \"nevr\"",
       {"2:17 error defaults.refreshTokens: defaults.refreshTokens must be \"auto\" or \"never\", "
        "not \"nevr\". Did you mean \"never\"?"}},
      {"[defaults]\ntimezone = \"Europe/Pari\"",
       {"2:12 error defaults.timezone: defaults.timezone: the time zone \"Europe/Pari\" is not "
        "known here. Write a name such as \"Europe/Paris\" or \"UTC\"."}},
      {"[network]\nproxy = \"ftp://u:hunter2@h\"",
       {"2:9 error network.proxy: network.proxy has a scheme that no proxy speaks. Use http, "
        "https, socks4, socks4a, socks5 or socks5h."}},
      {"[network]\nproxy = \"http://\"",
       {"2:9 error network.proxy: network.proxy must be the URL of a proxy. Write it as "
        "\"http://host:3128\"."}},
      {"[serve]\ncors = \"all\"",
       {"2:8 error serve.cors: serve.cors must be \"*\", \"none\" or an array of origins such as "
        "[\"http://localhost:3000\"], not \"all\"."}},
      {"[serve]\ncors = [\"http://localhost:3000/\"]",
       {"2:8 error serve.cors: serve.cors holds \"http://localhost:3000/\", which is no origin. "
        "Write scheme and host only, such as \"http://localhost:3000\"."}},
      {"pluginDirs = \"~/x\"",
       {"1:14 error pluginDirs: pluginDirs must be an array of paths (strings), not a string."}},
      {"pluginDirs = [\"/a\", 5]",
       {"1:21 error pluginDirs: pluginDirs holds a whole number; it must be an array of paths "
        "(strings)."}},
      {"pluginDirs = [\"$NOPE/x\"]",
       {"1:15 warning pluginDirs: The variable NOPE in pluginDirs is not set. Set it, or write "
        "the path itself."}},
  });
  CHECK(read_text("[serve]\ncors = \"none\"").config.serve.cors.empty());
  CHECK(read_text("[network]\nproxy = \"proxy.example.com:3128\"").issues.empty());
}

TEST_CASE("keys of an entry") {
  check_entry({
      {"enabled = \"yes\"",
       {"3:11 error providers[0].enabled: providers[0].enabled must be true or false, not a "
        "string."}},
      {"source = \"oath\"",
       {"3:10 error providers[0].source: providers[0].source must be \"auto\", \"web\", \"cli\", "
        "\"oauth\", \"api\", \"local\" or \"custom\", not \"oath\". Did you mean \"oauth\"?"}},
      {"instanceId = \"a/b\"",
       {"3:14 error providers[0].instanceId: providers[0].instanceId cannot be \"a/b\". Use up to "
        "64 letters, digits, -, _, . and @, beginning with a letter or digit."}},
      {"instanceId = \"all\"",
       {"3:14 error providers[0].instanceId: providers[0].instanceId cannot be \"all\", which has "
        "a meaning on the command line. Use another name."}},
      {"displayName = 5",
       {"3:15 error providers[0].displayName: providers[0].displayName must be a string, not a "
        "whole number."}},
      {"region = \" \"",
       {"3:10 warning providers[0].region: providers[0].region is empty and counts as not set. "
        "Give it a value or remove the line."}},
      {"env = { A = 5, B = \"x\" }",
       {"3:13 error providers[0].env.A: providers[0].env.A must be a string, not a whole number."}},
      {"env = [\"A=5\"]",
       {"3:7 error providers[0].env: providers[0].env must be a table of strings, not an array."}},
      {"env = { \"A=B\" = \"x\" }",
       {"3:9 error providers[0].env.A=B: providers[0].env holds a name that no variable can "
        "have."}},
      {"settings.x = inf",
       {"3:14 error providers[0].settings.x: providers[0].settings.x must be a finite number."}},
      {"settings = 1",
       {"3:12 error providers[0].settings: providers[0].settings must be a table, not a whole "
        "number."}},
  });
}

TEST_CASE("secrets") {
  const std::string forms = k_forms;
  check_entry({
      {"apiKey = 5",
       {"3:10 error providers[0].apiKey: providers[0].apiKey must be a string or a table, not a "
        "whole number." +
        forms}},
      {"apiKey = {}",
       {"3:10 error providers[0].apiKey: providers[0].apiKey must name exactly one of env, file "
        "and command." +
        forms}},
      {"apiKey = { env = \"A\", file = \"b\" }",
       {"3:10 error providers[0].apiKey: providers[0].apiKey must name exactly one of env, file "
        "and command." +
        forms}},
      {"apiKey = { vault = \"A\" }",
       {"3:12 error providers[0].apiKey: providers[0].apiKey must name one of env, file and "
        "command." +
        forms}},
      {"apiKey = { env = \"$A\" }",
       {"3:18 error providers[0].apiKey: providers[0].apiKey.env is not the name of a variable. "
        "Write the name without $: { env = \"MY_API_KEY\" }."}},
      {"apiKey = { file = 5 }",
       {"3:19 error providers[0].apiKey: providers[0].apiKey.file must be a string." + forms}},
      {"apiKey = { command = \"pass show x\" }",
       {"3:22 error providers[0].apiKey: providers[0].apiKey.command must be an array of words. "
        "Write { command = [\"pass\", \"show\", \"x\"] }: no shell is used."}},
      {"apiKey = { command = [] }",
       {"3:22 error providers[0].apiKey: providers[0].apiKey.command names no program. Write { "
        "command = [\"pass\", \"show\", \"x\"] }: no shell is used."}},
      {"apiKey = \"a\\nb\"",
       {"3:10 error providers[0].apiKey: providers[0].apiKey holds a line break or another "
        "control character. Write it on one line."}},
      {"apiKey = \"\"",
       {"3:10 warning providers[0].apiKey: providers[0].apiKey is empty and counts as not set. "
        "Give it a value or remove the line."}},
  });
  const ReadConfig read = read_text(
      "[[providers]]\nid = \"acme\"\napiKey = \" abc \"\ncookieHeader = { file = \"~/c.txt\" }\n");
  REQUIRE(read.config.providers.size() == 1);
  CHECK(read.config.providers[0].api_key->value == "abc");
  CHECK(read.config.providers[0].cookie_header->kind == model::SecretReference::Kind::file);
  CHECK(read.config.providers[0].cookie_header->value == "/home/dev/c.txt");
}

TEST_CASE("unknown keys name the nearest one, or where the key belongs") {
  check_all({
      {"refreshSecs = 5",
       {"1:1 warning refreshSecs: Unknown key \"refreshSecs\" in the top of the file, before any "
        "[section]. Did you mean \"refreshSec\"?"}},
      {"warnAt = 5",
       {"1:1 warning warnAt: Unknown key \"warnAt\" in the top of the file, before any [section]. "
        "It belongs in [defaults] or [[providers]]."}},
      {"[default]\n",
       {"1:2 warning default: Unknown key \"default\" in the top of the file, before any "
        "[section]. Did you mean \"defaults\"?"}},
      {"[[provider]]\nid = \"x\"\n",
       {"1:3 warning provider: Unknown key \"provider\" in the top of the file, before any "
        "[section]. Did you mean \"providers\"?"}},
      {"[defaults]\n  max_parallel = 5",
       {"2:3 warning defaults.max_parallel: Unknown key \"max_parallel\" in [defaults]. Did you "
        "mean \"maxParallel\"?"}},
      {"[serve]\nzzz = 5", {"2:1 warning serve.zzz: Unknown key \"zzz\" in [serve]."}},
  });
  check_entry({
      {"apikey = \"x\"",
       {"3:1 warning providers[0].apikey: Unknown key \"apikey\" in [[providers]]. Did you mean "
        "\"apiKey\"?"}},
      {"\"x\\u001b[31m\" = 5",
       {"3:1 warning providers[0].x\x1b[31m: Unknown key \"x [31m\" in [[providers]]."}},
  });
}

TEST_CASE("sections of the wrong kind") {
  check_all({
      {"defaults = 5",
       {"1:12 error defaults: defaults must be a table, not a whole number. Write [defaults] on a "
        "line of its own, and its keys below."}},
      {"[providers.acme]\nenabled = true",
       {"1:1 error providers: providers must be a list of tables. Begin each entry with a line "
        "[[providers]], and give it an id = \"…\"."}},
      {"providers = [\"acme\"]",
       {"1:13 error providers: providers must be a list of tables. Begin each entry with a line "
        "[[providers]], and give it an id = \"…\"."}},
  });
}

TEST_CASE("all problems are reported, in the order of the file") {
  CHECK(problems("refreshSec = true\nnope = 1\n[defaults]\nwarnAt = \"x\"\n[[providers]]\n"
                 "id = 5\n[[providers]]\nid = \"acme\"\nenabled = 1\n") ==
        std::vector<std::string>{
            "1:14 error refreshSec: refreshSec must be a whole number from 1 to 604800, not true "
            "or false.",
            "2:1 warning nope: Unknown key \"nope\" in the top of the file, before any [section].",
            "4:10 error defaults.warnAt: defaults.warnAt must be a number from 0 to 1000, not a "
            "string.",
            "6:6 error providers[0].id: providers[0].id must be a string, not a whole number.",
            "9:11 error providers[1].enabled: providers[1].enabled must be true or false, not a "
            "whole number."});
}

}  // namespace
}  // namespace usagestat::config
