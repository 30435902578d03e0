// SPDX-License-Identifier: MIT
// What goes wrong at the keyboard: a sentence, a hint, the right code, and JSON where it was asked
// for.
#include <catch2/catch_test_macros.hpp>

#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

TEST_CASE("a wrong option") {
  Sandbox sandbox;
  const Run run = sandbox.run({"usage", "--jsno"});
  CHECK(run.code == 64);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "usagestat: Unknown option --jsno for `usagestat usage`.\n"
        "  Did you mean --json? `usagestat usage --help` lists its options.\n");
}

TEST_CASE("an unknown provider or command") {
  Sandbox sandbox;
  const Run run = sandbox.run({"opnrouter"});
  CHECK(run.code == 64);
  CHECK(run.err ==
        "usagestat: Unknown provider or command \"opnrouter\".\n"
        "  Did you mean openrouter? `usagestat list` shows every known id.\n");
}

TEST_CASE("a command's name with a slip, and a command of a later version") {
  Sandbox sandbox;
  CHECK(sandbox.run({"lst"}).err ==
        "usagestat: Unknown provider or command \"lst\".\n"
        "  Did you mean list? `usagestat list` shows every known id.\n");
  const Run status = sandbox.run({"status"});
  CHECK(status.code == 64);
  CHECK(status.err ==
        "usagestat: The command `usagestat status` is not part of this version.\n"
        "  `usagestat --help` lists what there is.\n");
}

TEST_CASE("a recording makes no folders") {
  Sandbox sandbox;
  sandbox.add_plugin("half", "return {lines: [ctx.line.text({label: 'a', value: 'b'})]};");
  const Run run = sandbox.run(
      {"--plugin-dir", sandbox.plugin_dir(), "half", "--record", "no/such/folder.json"});
  CHECK(run.code == 74);
  CHECK(run.err.find("no/such") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(sandbox.home() / "no"));
}

TEST_CASE("with --json the error stands on stdout as well") {
  Sandbox sandbox;
  const Run run = sandbox.run({"--json", "nobody-knows-this"});
  CHECK(run.code == 64);
  CHECK(
      run.out ==
      R"({"error":{"kind":"usage","message":"Unknown provider or command \"nobody-knows-this\".",)"
      R"("hint":"`usagestat list` shows every known id."}})"
      "\n");
  CHECK(sandbox.run({"--json", "--nope"})
            .out.starts_with(R"({"error":{"kind":"usage","message":"Unknown option --nope)"));
}

TEST_CASE("a broken config stops what needs it, with its place") {
  Sandbox sandbox;
  sandbox.write(".config/usagestat/config.toml", "refreshSec = 60\n[[providers]\nid = \"x\"\n");
  const Run run = sandbox.run({});
  CHECK(run.code == 78);
  CHECK(run.err.find("config.toml:2:") != std::string::npos);
  CHECK(run.out.empty());
  CHECK(sandbox.run({"--help"}).code == 0);
  CHECK(sandbox.run({"--version"}).out.starts_with("usagestat 0."));
}

TEST_CASE("a config that was named must exist") {
  Sandbox sandbox;
  const Run run = sandbox.run({"--config", "/nowhere/config.toml"});
  CHECK(run.code == 78);
  CHECK(run.err.find("/nowhere/config.toml") != std::string::npos);
}

TEST_CASE("options that contradict each other") {
  Sandbox sandbox;
  CHECK(sandbox.run({"--pretty", "--compact"}).code == 64);
  CHECK(sandbox.run({"--replay", "x.json", "someid"}).code == 64);
  CHECK(sandbox.run({"--record", "x.json"}).err.find("--record needs exactly one instance") !=
        std::string::npos);
}

TEST_CASE("a story that is none, and one that is not there") {
  Sandbox sandbox;
  sandbox.write("bad.json", "{\"expect\": }");
  const Run bad = sandbox.run({"--replay", "bad.json"});
  CHECK(bad.code == 65);
  CHECK(bad.err.find("bad.json:1:12") != std::string::npos);
  const Run missing = sandbox.run({"--replay", "missing.json"});
  CHECK(missing.code == 74);
  CHECK(missing.err.find("missing.json") != std::string::npos);
}

TEST_CASE("plugins of the current directory are listed, but their code does not run") {
  Sandbox sandbox;
  sandbox.write(
      "plugins/sneaky/plugin.json",
      R"({"id":"sneaky","name":"Sneaky","entry":"plugin.js","enabledByDefault":true,"permissions":{}})");
  sandbox.write("plugins/sneaky/plugin.js",
                "__usagestat_plugin = {id: 'sneaky', probe: function (ctx) { return {lines: "
                "[ctx.line.text({label: 'a', value: 'ran'})]}; }};");
  CHECK(sandbox.run({"list"}).out.find("sneaky\tSneaky") != std::string::npos);
  const Run run = sandbox.run({"sneaky"});
  CHECK(run.code == 3);
  CHECK(run.out.find("ran") == std::string::npos);
  CHECK(run.out.find("Name the folder with --plugin-dir") != std::string::npos);
  CHECK(sandbox.run({"--plugin-dir", "plugins", "sneaky"}).out.find("a: ran") != std::string::npos);
}

TEST_CASE("every command has help") {
  Sandbox sandbox;
  for (const Sandbox::Words& words : std::vector<Sandbox::Words>{{"usage"},
                                                                 {"list"},
                                                                 {"config", "validate"},
                                                                 {"config", "dump"},
                                                                 {"config", "init"},
                                                                 {"config", "path"},
                                                                 {"plugin", "validate"},
                                                                 {"plugin", "test"},
                                                                 {"plugin", "new"},
                                                                 {"completions"},
                                                                 {"man"},
                                                                 {"help"}}) {
    auto all = words;
    all.emplace_back("--help");
    const Run run = sandbox.run(all);
    CAPTURE(words);
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK(run.out.find("Usage:\n  usagestat ") != std::string::npos);
  }
}

}  // namespace
}  // namespace usagestat::test
