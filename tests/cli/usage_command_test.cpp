// SPDX-License-Identifier: MIT
#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

namespace json = base::json;

const std::string k_half =
    "return {plan: 'Pro', lines: [ctx.line.progress({label: 'Session', used: 50})]};";

json::value parsed(const std::string& text) {
  auto document = base::parse_json(text, "stdout");
  REQUIRE(document.has_value());
  return *document;
}

// The form that scripts and widgets read, spelt out so that it cannot drift.
TEST_CASE("usage --json prints every key in its order") {
  Sandbox sandbox;
  sandbox.add_plugin("half", k_half);
  const Run run = sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "half", "--json"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  const json::value document = parsed(run.out);
  REQUIRE(document.get_array().size() == 1);
  std::vector<std::string> keys;
  for (const auto& member : document.get_array()[0].get_object()) keys.emplace_back(member.key());
  CHECK(keys == std::vector<std::string>{"providerId", "instanceId", "displayName", "plan",
                                         "account", "source", "lines", "fetchedAt", "stale",
                                         "statusPageUrl", "dashboardUrl", "pace", "error"});
  CHECK(
      base::write_json(*base::find_member(document.get_array()[0], "lines"),
                       base::JsonStyle::compact) ==
      R"([{"type":"progress","label":"Session","used":50.0,"limit":100.0,"format":{"kind":"percent"},"color":null}])");
  CHECK(run.out.ends_with("]\n"));
}

TEST_CASE("plain text is stable") {
  Sandbox sandbox;
  sandbox.add_plugin("half", k_half);
  const Run run = sandbox.run({"usage", "--plugin-dir", sandbox.plugin_dir(), "half"});
  CHECK(run.code == 0);
  CHECK(run.out == "=== Plugin half  (half) ===\nPlan: Pro\n  Session: 50.0% (50 / 100)\n\n");
  CHECK(run.err.empty());
}

TEST_CASE("a provider that fails is told on stdout, exit code 3, the others stand beside it") {
  Sandbox sandbox;
  sandbox.add_plugin("half", k_half);
  sandbox.add_plugin("locked", "ctx.fail.auth('Not logged in.', 'Run `locked login`.');");
  const Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir(), "locked", "half"};
  const Run run = sandbox.run(words);
  CHECK(run.code == 3);
  CHECK(run.out ==
        "=== Plugin locked  (locked) ===\n  Error: Not logged in.\n  Hint: Run `locked login`.\n\n"
        "=== Plugin half  (half) ===\nPlan: Pro\n  Session: 50.0% (50 / 100)\n\n");
  auto open = words;
  open.emplace_back("--fail-open");
  CHECK(sandbox.run(open).code == 0);
  auto as_json = words;
  as_json.emplace_back("--json");
  const Run in_json = sandbox.run(as_json);
  CHECK(in_json.code == 3);
  const json::value document = parsed(in_json.out);
  const json::value& error = *base::find_member(document.get_array()[0], "error");
  CHECK(base::string_member(error, "kind") == "auth");
  CHECK(base::string_member(error, "hint") == "Run `locked login`.");
  CHECK(base::find_member(document.get_array()[0], "fetchedAt")->is_null());
}

TEST_CASE("nothing enabled: an empty array, a note, exit code 0") {
  Sandbox sandbox;
  const Run run = sandbox.run({"--json"});
  CHECK(run.code == 0);
  CHECK(run.out == "[]\n");
  CHECK(run.err.starts_with("usagestat: No provider is enabled"));
  CHECK(sandbox.run({}).out.empty());
}

TEST_CASE("a provider whose credential is there is probed without any config") {
  Sandbox sandbox;
  sandbox.write(
      "plugins-of-test/found/plugin.json",
      R"({"id":"found","name":"Found","entry":"plugin.js","detect":{"files":["~/.found/token"]},"permissions":{}})");
  sandbox.write("plugins-of-test/found/plugin.js",
                "__usagestat_plugin = {id: 'found', probe: function (ctx) { return {lines: "
                "[ctx.line.text({label: 'A', value: 'b'})]}; }};");
  CHECK(sandbox.run({"--plugin-dir", sandbox.plugin_dir()}).out.empty());
  sandbox.write(".found/token", "x");
  CHECK(sandbox.run({"--plugin-dir", sandbox.plugin_dir()}).out ==
        "=== Found  (found) ===\n  A: b\n\n");
}

TEST_CASE("instances of the config: name, key, secret, settings, environment, home") {
  Sandbox sandbox;
  sandbox.add_plugin(
      "show",
      "var p = ctx.provider; return {lines: [ctx.line.text({label: 'all', value: [p.instanceId, "
      "p.apiKey, "
      "p.settings.project, ctx.host.env.get('SHOW_X'), ctx.host.fs.homeDir].join(' ')})]};",
      R"({"env": ["SHOW_X"]})");
  sandbox.write("key.txt", "  secret-of-file\n");
  sandbox.write("config.toml",
                "pluginDirs = [\"plugins-of-test\"]\n"
                "[[providers]]\nid = \"show\"\napiKey = { file = \"key.txt\" }\n"
                "[[providers]]\nid = \"show\"\ninstanceId = \"show-work\"\ndisplayName = \"Work\"\n"
                "home = \"/somewhere\"\nenv = { SHOW_X = \"y\" }\nsettings.project = \"p1\"\n");
  const Run run = sandbox.run({"--config", "config.toml"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out == "=== Plugin show  (show) ===\n  all: show secret-of-file   " +
                       sandbox.home().string() + "\n\n" +
                       "=== Work  (show-work) ===\n  all: show-work  p1 y /somewhere\n\n");
  CHECK(sandbox.run({"--config", "config.toml", "show-work"}).out.starts_with("=== Work"));
}

TEST_CASE("source custom runs the user's command") {
  Sandbox sandbox;
  sandbox.add_plugin("own", k_half);
  sandbox.write("answer.json",
                R"({"plan": "Mine", "lines": [{"type": "text", "label": "Left", "value": "3"}]})");
  sandbox.write(
      "config.toml",
      "pluginDirs = [\"plugins-of-test\"]\n[[providers]]\nid = \"own\"\nsource = \"custom\"\n"
      "customCommand = \"cat answer.json\"\n");
  CHECK(sandbox.run({"--config", "config.toml"}).out ==
        "=== Plugin own  (own) ===\nPlan: Mine\n  Left: 3\n\n");
  sandbox.write("answer.json", "not json");
  const Run run = sandbox.run({"--config", "config.toml", "--force"});
  CHECK(run.code == 3);
  CHECK(run.out.find("Error: The customCommand's output is not JSON.") != std::string::npos);
}

TEST_CASE("usage --source selects the mode; one that the plugin lacks is refused before it runs") {
  Sandbox sandbox;
  sandbox.write(
      "plugins-of-test/modes/plugin.json",
      R"({"id":"modes","name":"Modes","entry":"plugin.js","supportedModes":["api","web"],"permissions":{}})");
  sandbox.write("plugins-of-test/modes/plugin.js",
                "__usagestat_plugin = {id: 'modes', probe: function (ctx) { return {lines: "
                "[ctx.line.text({label: 'mode', value: ctx.sourceMode})]}; }};");
  const auto mode = [&](const Sandbox::Words& words) {
    Sandbox::Words all{"--plugin-dir", sandbox.plugin_dir(), "modes"};
    all.insert(all.end(), words.begin(), words.end());
    return sandbox.run(all).out;
  };
  CHECK(mode({}) == "=== Modes  (modes) ===\n  mode: auto\n\n");
  CHECK(mode({"--source", "api"}) == "=== Modes  (modes) ===\n  mode: api\n\n");
  CHECK(mode({"--web", "--source", "api"}) == "=== Modes  (modes) ===\n  mode: web\n\n");
  CHECK(mode({"--source", "oauth"}) ==
        "=== Modes  (modes) ===\n  Error: Mode oauth is not supported by modes.\n"
        "  Hint: It supports: auto, api, web.\n\n");
}

TEST_CASE("usage --demo needs no account and no network") {
  Sandbox sandbox;
  const Run run = sandbox.run({"usage", "--demo"});
  CHECK(run.code == 3);  // one of the demo accounts has expired, so that widgets see an error
  CHECK(run.out.find("=== Claude") != std::string::npos);
  CHECK(run.out.find("Error: ") != std::string::npos);
  CHECK(sandbox.run({"--demo", "openrouter"}).code == 0);
}

TEST_CASE("usage --replay shows what a story gives") {
  Sandbox sandbox;
  sandbox.add_plugin("tale", "return {lines: [ctx.line.text({label: 'now', value: ctx.nowIso})]};");
  sandbox.write("tale.json", R"({"provider": "tale", "now": "2026-01-29T17:30:00Z", "http": [],
    "expect": {"lines": [{"type": "text", "label": "now", "value": "2026-01-29T17:30:00Z"}]}})");
  const Run run = sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "--replay", "tale.json"});
  CHECK(run.code == 0);
  CHECK(run.out == "=== Plugin tale  (tale) ===\n  now: 2026-01-29T17:30:00Z\n\n");
}

TEST_CASE("usage --record writes a story that passes, without the secret") {
  Sandbox sandbox;
  sandbox.add_plugin("rec",
                     "var key = ctx.host.env.get('REC_API_KEY'); return {lines: "
                     "[ctx.line.text({label: 'length', value: "
                     "String(key.length)})]};",
                     R"({"env": ["REC_API_KEY"]})");
  sandbox.env["REC_API_KEY"] = "sk-test-0123456789abcdef";
  const Run run =
      sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "rec", "--record", "out.json"});
  CHECK(run.code == 0);
  const std::string story = sandbox.read("out.json");
  CHECK(story.find("0123456789abcdef") == std::string::npos);
  CHECK(story.find("REC_API_KEY") != std::string::npos);
  const Run test =
      sandbox.run({"plugin", "test", "--plugin-dir", sandbox.plugin_dir(), "out.json"});
  CAPTURE(test.out, story);
  CHECK(test.code == 0);
}

TEST_CASE("a closed pipe ends quietly") {
  Sandbox sandbox;
  const Run run = sandbox.run_shell(
      "\"$USAGESTAT\" list --json | head -1; \"$USAGESTAT\" man | head -1; \"$USAGESTAT\" --help | "
      "head -1");
  CHECK(run.code == 0);
  CHECK(run.err.empty());
}

TEST_CASE("a full disk is told") {
  Sandbox sandbox;
  const Run run = sandbox.run_shell("\"$USAGESTAT\" --help > /dev/full");
  CHECK(run.code == 74);
  CHECK(run.err == "usagestat: Standard output cannot be written.\n  Is the disk full?\n");
}

TEST_CASE("usage --account means an instance id, a display name or an account that is known") {
  Sandbox sandbox;
  sandbox.add_plugin("acme",
                     "return {account: ctx.provider.instanceId + '@example.com', lines: "
                     "[ctx.line.text({label: 'a', value: 'b'})]};");
  sandbox.write("config.toml",
                "pluginDirs = [\"plugins-of-test\"]\n"
                "[[providers]]\nid = \"acme\"\n"
                "[[providers]]\nid = \"acme\"\ninstanceId = \"work\"\ndisplayName = \"My Work\"\n");
  const auto shown = [&](const std::string& label) {
    return sandbox.run({"--config", "config.toml", "acme", "--account", label});
  };
  CHECK(shown("work").out.starts_with("=== My Work  (work) ==="));
  CHECK(shown("my work").out.starts_with("=== My Work  (work) ==="));
  const Run unknown = shown("acme@example.com");
  CHECK(unknown.code == 64);
  CHECK(unknown.err ==
        "usagestat: No instance has the account \"acme@example.com\".\n"
        "  There are: acme, work@example.com.\n");
  CHECK(shown("acme").code == 0);
  CHECK(shown("acme@example.com").out.starts_with("=== Plugin acme  (acme) ==="));
}

TEST_CASE("a recording that does not play to the same end says so") {
  Sandbox sandbox;
  sandbox.add_plugin(
      "dice",
      "return {lines: [ctx.line.text({label: 'a', value: ctx.host.crypto.randomBase64(8)})]};");
  const Run run =
      sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "dice", "--record", "story.json"});
  CHECK(run.code == 0);
  CHECK(run.err.find("Played back, the story differs: ") != std::string::npos);
  sandbox.add_plugin("fixed", "return {lines: [ctx.line.text({label: 'a', value: 'b'})]};");
  const Run good =
      sandbox.run({"--plugin-dir", sandbox.plugin_dir(), "fixed", "--record", "good.json"});
  CHECK(good.err ==
        "usagestat: The story is written to good.json. Read it before you publish it.\n");
}

}  // namespace
}  // namespace usagestat::test
