// SPDX-License-Identifier: MIT
#include "story/story_commands.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

using system::Deadline;

system::ProcessRequest command(std::vector<std::string> argv, std::string input = {}) {
  system::ProcessRequest request;
  request.argv = std::move(argv);
  request.input = std::move(input);
  return request;
}

TEST_CASE("a listed command gives what the story says") {
  StoryCommands commands(make_story(
      R"("commands": [{"run": ["gh", "auth", "token"], "exit": 4, "stdout": "o", "stderr": "e"}])"));
  const auto result = commands.run(command({"gh", "auth", "token"}), Deadline());
  REQUIRE(result.has_value());
  CHECK(result->exit_code == 4);
  CHECK(result->output == "o");
  CHECK(result->errors == "e");
  CHECK(commands.is_installed("gh"));
  CHECK(commands.problems().empty());
}

TEST_CASE("a command that is not listed is not installed") {
  StoryCommands commands(make_story(""));
  CHECK_FALSE(commands.is_installed("gh"));
  const auto result = commands.run(command({"gh"}), Deadline());
  REQUIRE(result.has_error());
  CHECK(result.error().kind == base::ErrorKind::unsupported);
  CHECK(result.error().message == "gh is not installed.");
  CHECK(commands.start(command({"gh"})).has_error());
  CHECK(commands.run(command({}), Deadline()).has_error());
  CHECK(commands.problems().empty());
}

TEST_CASE("a listed program with other arguments is a problem") {
  StoryCommands commands(make_story(R"("commands": [{"run": ["gh", "auth", "token"]}])"));
  CHECK(commands.run(command({"gh", "status"}), Deadline()).has_error());
  CHECK(commands.problems() ==
        std::vector<std::string>{"The story lists gh, but not with these arguments: gh status."});
}

TEST_CASE("the same command answers in order, then with the last") {
  StoryCommands commands(
      make_story(R"("commands": [{"run": ["x"], "stdout": "1"}, {"run": ["x"], "stdout": "2"}])"));
  CHECK(commands.run(command({"x"}), Deadline())->output == "1");
  CHECK(commands.run(command({"x"}), Deadline())->output == "2");
  CHECK(commands.run(command({"x"}), Deadline())->output == "2");
}

TEST_CASE("stated input must be equal, and a command can time out") {
  StoryCommands commands(make_story(R"("commands": [
    {"run": ["in"], "stdin": "a"}, {"run": ["slow"], "error": "timeout"}, {"run": ["~/bin/x"]}])"));
  CHECK(commands.run(command({"in"}, "a"), Deadline()).has_value());
  CHECK(commands.problems().empty());
  CHECK(commands.run(command({"in"}, "b"), Deadline()).has_value());
  CHECK(commands.problems() ==
        std::vector<std::string>{R"(Command in: expected the input "a", got "b".)"});
  const auto slow = commands.run(command({"slow"}), Deadline());
  REQUIRE(slow.has_error());
  CHECK(slow.error().kind == base::ErrorKind::timeout);
  CHECK(commands.run(command({"/home/story/bin/x"}), Deadline()).has_value());
}

TEST_CASE("a dialogue by lines") {
  StoryCommands commands(make_story(R"("commands": [{"run": ["server"], "dialogue": [
    {"send": {"id": 1, "method": "a"}, "receive": {"id": 1, "result": 5}},
    {"receive": "note one\nnote two"},
    {"send": "plain"}]}])"));
  auto session = commands.start(command({"server"}));
  REQUIRE(session.has_value());
  const auto too_early = (*session)->read_line(Deadline());
  REQUIRE(too_early.has_error());
  CHECK(too_early.error().kind == base::ErrorKind::timeout);
  REQUIRE((*session)->write_line(R"({"method": "a", "id": 1})").has_value());
  CHECK(**(*session)->read_line(Deadline()) == R"({"id":1,"result":5})");
  REQUIRE((*session)->write_line("plain").has_value());
  CHECK(**(*session)->read_line(Deadline()) == "note one");
  CHECK(**(*session)->read_line(Deadline()) == "note two");
  CHECK_FALSE((*session)->read_line(Deadline())->has_value());
  CHECK(commands.problems().empty());
  CHECK((*session)->write_line("more").has_error());
  CHECK(commands.problems() ==
        std::vector<std::string>{R"(Command server: unexpected input "more"; expected none.)"});
}

TEST_CASE("a wrong line of a dialogue is a problem, also after the runner is gone") {
  auto commands = std::make_unique<StoryCommands>(
      make_story(R"("commands": [{"run": ["s"], "dialogue": [{"send": "a"}]}])"));
  auto session = commands->start(command({"s"}));
  REQUIRE(session.has_value());
  CHECK((*session)->write_line("b").has_error());
  CHECK(commands->problems() ==
        std::vector<std::string>{R"(Command s: unexpected input "b"; expected "a".)"});
  commands.reset();
  CHECK((*session)->write_line("c").has_error());
}

}  // namespace
}  // namespace usagestat::story
