// SPDX-License-Identifier: MIT
#include "cli/arguments.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::cli {
namespace {

using Words = std::vector<std::string>;

std::string command_of(const Words& words) {
  const auto line = parse_command_line(words);
  if (!line) return "error: " + line.error().message;
  return std::string(line->command->path);
}

Words error_of(const Words& words) {
  const auto line = parse_command_line(words);
  if (line) return {"no error"};
  CHECK(line.error().kind == base::ErrorKind::usage);
  return {line.error().message, line.error().hint};
}

TEST_CASE("no command word means usage") {
  CHECK(command_of({}) == "usage");
  CHECK(command_of({"claude-like", "--json"}) == "usage");
  CHECK(command_of({"--json", "x"}) == "usage");
  CHECK(command_of({"--provider", "list"}) == "usage");
  CHECK(command_of({"--provider=list"}) == "usage");
  CHECK(command_of({"--", "list"}) == "usage");
}

TEST_CASE("the first operand is the command, options may stand before and after") {
  CHECK(command_of({"list"}) == "list");
  CHECK(command_of({"probe", "x"}) == "usage");
  CHECK(command_of({"--config", "list", "list"}) == "list");
  CHECK(command_of({"-v", "--json", "config", "--compact", "dump"}) == "config dump");
  CHECK(command_of({"plugin", "test", "a", "b"}) == "plugin test");
}

TEST_CASE("a group needs one of its commands") {
  CHECK(error_of({"config"}) ==
        Words{"`usagestat config` needs one of: validate, dump, init, path.", ""});
  CHECK(
      error_of({"config", "validte"}) ==
      Words{"`usagestat config` has no command \"validte\"; there are: validate, dump, init, path.",
            "Did you mean `usagestat config validate`?"});
  CHECK(command_of({"config", "--help"}) == "usage");
}

TEST_CASE("options and operands reach the command") {
  const auto line = parse_command_line({"usage", "a", "--source", "oauth", "b", "--timeout=5m",
                                        "--plugin-dir", "x,y", "--plugin-dir", "z", "-v"});
  REQUIRE(line.has_value());
  const Arguments& arguments = line->arguments;
  CHECK(arguments.operands() == Words{"a", "b"});
  CHECK(arguments.mode("source") == model::SourceMode::oauth);
  CHECK(arguments.duration("timeout") == std::chrono::minutes(5));
  CHECK(arguments.all("plugin-dir") == Words{"x,y", "z"});
  CHECK(arguments.has("verbose"));
  CHECK_FALSE(arguments.has("json"));
  CHECK_FALSE(arguments.text("config"));
}

TEST_CASE("two dashes end the options") {
  const auto line = parse_command_line({"usage", "--", "--json"});
  REQUIRE(line.has_value());
  CHECK(line->arguments.operands() == Words{"--json"});
}

TEST_CASE("every mistake is named with what would be right") {
  CHECK(error_of({"usage", "--jsno"}) ==
        Words{"Unknown option --jsno for `usagestat usage`.",
              "Did you mean --json? `usagestat usage --help` lists its options."});
  CHECK(error_of({"list", "--source", "web"})[0] ==
        "Unknown option --source for `usagestat list`.");
  CHECK(error_of({"usage", "-x"})[0] == "Unknown option -x for `usagestat usage`.");
  CHECK(error_of({"usage", "--source"})[0] == "Option --source needs a value.");
  CHECK(error_of({"usage", "--source", "oaut"}) ==
        Words{"Option --source does not take \"oaut\".",
              "Did you mean oauth? It is one of: auto, web, cli, oauth, api, local, custom."});
  CHECK(error_of({"usage", "--timeout", "soon"}) ==
        Words{"Option --timeout does not take \"soon\".",
              "Write a duration such as 90s, 5m, 2h or 7d."});
  CHECK(error_of({"usage", "--config", "a", "--config", "b"})[0] ==
        "Option --config is given twice.");
  CHECK(error_of({"config", "path", "x"})[0] ==
        "`usagestat config path` takes no operand, but \"x\" was given.");
  CHECK(error_of({"usage", "--config="})[0] == "Option --config does not take \"\".");
  CHECK(error_of({"usage", "--json=yes"})[0] == "An option does not take the value \"yes\".");
}

TEST_CASE("options of the predecessor are refused with a sentence, never ignored") {
  CHECK(error_of({"usage", "--no-credits"})[0] ==
        "Option --no-credits is not available in this version: every line is always shown.");
  CHECK(
      error_of({"usage", "--some-provider-debug"})[0] ==
      "Option --some-provider-debug is not available in this version: --log-level debug shows what "
      "a plugin reports.");
}

}  // namespace
}  // namespace usagestat::cli
