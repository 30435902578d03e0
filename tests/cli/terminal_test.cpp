// SPDX-License-Identifier: MIT
// What people see: bars, colours, narrow terminals.
#include <catch2/catch_test_macros.hpp>

#include "base/text.hpp"
#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

std::string without_escapes(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b' && i + 1 < text.size() && text[i + 1] == '[') {
      while (i < text.size() && !(text[i] >= '@' && text[i] <= '~' && text[i] != '[')) ++i;
      continue;
    }
    result += text[i];
  }
  return result;
}

TEST_CASE("no line is wider than the terminal") {
  Sandbox sandbox;
  for (const unsigned columns : {40U, 60U, 80U, 120U}) {
    for (const Sandbox::Words& words :
         std::vector<Sandbox::Words>{{"--demo"}, {"list"}, {"--help"}, {"usage", "--help"}}) {
      const Run run = sandbox.run_on_terminal(words, static_cast<unsigned short>(columns));
      for (const std::string& line : base::split(without_escapes(run.out), '\n')) {
        if (line.find("probing") != std::string::npos) continue;  // drawn over
        CAPTURE(columns, words, line);
        CHECK(base::display_width(line) <= columns);
      }
    }
  }
}

TEST_CASE("colours on a terminal, none when they are not wanted") {
  Sandbox sandbox;
  CHECK(sandbox.run_on_terminal({"--demo", "openrouter"}, 80).out.find("\x1b[32m") !=
        std::string::npos);
  CHECK(sandbox.run_on_terminal({"--demo", "openrouter", "--no-color"}, 80).out.find("\x1b[32m") ==
        std::string::npos);
  sandbox.env["NO_COLOR"] = "1";
  CHECK(sandbox.run_on_terminal({"--demo", "openrouter"}, 80).out.find("\x1b[32m") ==
        std::string::npos);
  sandbox.env.erase("NO_COLOR");
  CHECK(sandbox.run({"--demo", "openrouter"}).out.find('\x1b') == std::string::npos);
}

TEST_CASE("a card") {
  Sandbox sandbox;
  sandbox.add_plugin(
      "card",
      "var now = Date.now(); return {plan: 'Pro', account: 'a@example.com', source: 'api', lines: ["
      "ctx.line.progress({label: 'Session', used: 60, resetsAt: new Date(now + "
      "9030000).toISOString(), periodDurationMs: 18000000}),"
      "ctx.line.progress({label: 'Credits', used: 12.5, limit: 40, format: {kind: 'dollars'}}),"
      "ctx.line.text({label: 'Today', value: '$1.25', subtitle: 'so far'}),"
      "ctx.line.barChart({label: 'Days', points: [{label: 'a', value: 1}, {label: 'b', value: "
      "8}]})]};");
  const Run run =
      sandbox.run_on_terminal({"--plugin-dir", sandbox.plugin_dir(), "card", "--no-color"}, 90);
  const std::string text = without_escapes(run.out);
  const auto card = text.substr(text.find("Plugin card"));
  CHECK(
      card ==
      "Plugin card · Pro · a@example.com                                                      api\n"
      "  Session  ██████████████░░░░░░░░░░  60%  resets in 2h 30m  10% over pace, out in 1h 39m\n"
      "  Credits  ████████░░░░░░░░░░░░░░░░  31%  $12.50 / $40.00\n"
      "  Today    $1.25 (so far)\n"
      "  Days     ▂█\n\n");
}

}  // namespace
}  // namespace usagestat::test
