// SPDX-License-Identifier: MIT
// Every row of the exit-code table, by the binary. Code 70 is a bug in usagestat: nothing that a
// test could do honestly provokes it.
#include <catch2/catch_test_macros.hpp>
#include <signal.h>

#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

struct Row {
  std::string what;
  Sandbox::Words words;
  int code;
};

TEST_CASE("the exit codes of the table") {
  Sandbox sandbox;
  sandbox.add_plugin("full", "return {lines: [ctx.line.progress({label: 'Weekly', used: 95})]};");
  sandbox.add_plugin("half", "return {lines: [ctx.line.progress({label: 'Weekly', used: 50})]};");
  sandbox.add_plugin("locked", "ctx.fail.auth('Not logged in.');");
  sandbox.add_plugin("broken", "return {;");
  sandbox.write("broken.json", "{\"provider\":");
  sandbox.write("broken.toml", "[[providers]\n");
  sandbox.write("history.jsonl", "nonsense\n");
  const std::vector<Row> rows{
      {"done", {"usage", "half"}, 0},
      {"done, although full: nobody asked", {"usage", "full"}, 0},
      {"below the thresholds", {"usage", "half", "--warn", "80", "--fail", "90"}, 0},
      {"guard below", {"guard", "half"}, 0},
      {"a warning", {"usage", "full", "--warn", "80"}, 1},
      {"guard warns", {"guard", "full", "--warn", "80", "--fail", "99"}, 1},
      {"critical", {"usage", "full", "--fail", "90"}, 2},
      {"guard critical", {"guard", "full"}, 2},
      {"guard critical, fails open", {"guard", "full", "--fail-open"}, 2},
      {"unknown", {"usage", "half", "locked"}, 3},
      {"guard unknown", {"guard", "half", "locked"}, 3},
      {"unknown, fails open", {"usage", "half", "locked", "--fail-open"}, 0},
      {"guard unknown, fails open", {"guard", "locked", "--fail-open"}, 0},
      {"critical over unknown", {"guard", "full", "locked"}, 2},
      {"unknown over warning", {"usage", "full", "locked", "--warn", "80"}, 3},
      {"wrong option", {"usage", "--wrong"}, 64},
      {"unknown provider", {"usage", "nobody"}, 64},
      {"broken story", {"usage", "--replay", "broken.json"}, 65},
      {"broken history", {"export", "--from-file", "history.jsonl"}, 65},
      {"a plugin that does not compile", {"plugin", "validate", "broken"}, 65},
      {"no such file", {"usage", "--replay", "missing.json"}, 74},
      {"nowhere to write", {"half", "--record", "no/such/folder/story.json"}, 74},
      {"broken config", {"--config", "broken.toml", "usage", "half"}, 78},
      {"no such config", {"--config", "missing.toml", "usage", "half"}, 78},
  };
  for (const Row& row : rows) {
    Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir()};
    words.insert(words.end(), row.words.begin(), row.words.end());
    const Run run = sandbox.run(words);
    CAPTURE(row.what, run.out, run.err);
    CHECK(run.code == row.code);
  }
}

TEST_CASE("the exit codes of signals and of a closed pipe") {
  Sandbox sandbox;
  sandbox.add_plugin("sleeps", "for (;;) ctx.host.sleep(1000);");
  const Sandbox::Words words{"--plugin-dir", sandbox.plugin_dir(), "sleeps"};
  CHECK(sandbox.run_and_signal(words, SIGINT, std::chrono::milliseconds(300)).code == 130);
  CHECK(sandbox.run_and_signal(words, SIGTERM, std::chrono::milliseconds(300)).code == 143);
  const Run pipe = sandbox.run_shell("{ $USAGESTAT list --json; echo code $? >&2; } | head -1");
  CHECK(pipe.err == "code 0\n");
}

}  // namespace
}  // namespace usagestat::test
