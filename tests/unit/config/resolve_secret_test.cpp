// SPDX-License-Identifier: MIT
// Real variables, files and commands.
#include "config/resolve_secret.hpp"

#include <chrono>

#include <catch2/catch_test_macros.hpp>

#include "system/real_process_runner.hpp"
#include "system/real_system.hpp"
#include "unit/system/test_world.hpp"

namespace usagestat::config {
namespace {

using base::Error;
using base::ErrorKind;
using Kind = model::SecretReference::Kind;
using Words = std::vector<std::string>;

base::Result<std::string> resolve(const model::SecretReference& secret,
                                  const system::Deadline& deadline = system::Deadline()) {
  system::TestEnvironment environment(
      std::map<std::string, std::string>{{"SECRET", " hunter2 \n"}, {"BLANK", " "}});
  const system::RealSystem real;
  const system::System& outside = real.system();
  const system::System world{outside.clock,   environment,       outside.filesystem,
                             outside.http,    outside.processes, outside.process_table,
                             outside.secrets, outside.database,  outside.time_zone};
  return resolve_secret(secret, "apiKey of work", world, deadline);
}

// The secret, or what went wrong.
std::string text_of(const base::Result<std::string>& result) {
  return result ? *result : "error: " + result.error().message;
}

base::Result<std::string> command(Words words) {
  return resolve({Kind::command, {}, std::move(words)});
}

TEST_CASE("secrets are found") {
  const system::ScratchDirectory scratch;
  const auto file = scratch.write("key", "\n  from-a-file\n\n");
  CHECK(text_of(resolve({Kind::literal, "abc", {}})) == "abc");
  CHECK(text_of(resolve({Kind::env, "SECRET", {}})) == "hunter2");
  CHECK(text_of(resolve({Kind::file, file.string(), {}})) == "from-a-file");
  CHECK(text_of(command({"printf", "%s\n", " first ", "second"})) == "first");
  CHECK(text_of(command({"printf", "$HOME;%s", "x"})) == "$HOME;x");
}

TEST_CASE("secrets that are not there") {
  const system::ScratchDirectory scratch;
  const auto blank = scratch.write("blank", " \n");
  const auto lines = scratch.write("lines", "hunter2\nhunter3\n");
  CHECK(resolve({Kind::env, "NOPE", {}}).error() ==
        Error{ErrorKind::config, "apiKey of work: the variable NOPE is not set.",
              "Set it, or change apiKey of work in the config."});
  const Error empty{ErrorKind::config,
                    "apiKey of work: there is no secret where the config points.",
                    "Look at what is named there: it is empty, or its first line is."};
  CHECK(resolve({Kind::env, "BLANK", {}}).error() == empty);
  CHECK(resolve({Kind::file, blank.string(), {}}).error() == empty);
  CHECK(command({"true"}).error() == empty);
  const Error none = resolve({Kind::file, (scratch / "none").string(), {}}).error();
  CHECK(none.kind == ErrorKind::config);
  CHECK(none.message.starts_with("apiKey of work: "));
  CHECK(none.message.find((scratch / "none").string()) != std::string::npos);
  CHECK(resolve({Kind::file, lines.string(), {}}).error() ==
        Error{ErrorKind::config,
              "apiKey of work: the secret has several lines or holds control characters.",
              "Put nothing but the secret there."});
}

TEST_CASE("commands that fail never have their output shown") {
  CHECK(command({"sh", "-c", "echo hunter2; echo hunter2 >&2; exit 3"}).error() ==
        Error{ErrorKind::config, "apiKey of work: the command sh failed with exit code 3.",
              "Run it by hand to see why."});
  CHECK(command({"usagestat-no-such-program"}).error() ==
        Error{ErrorKind::config,
              "apiKey of work: the program usagestat-no-such-program is not installed.",
              "Install it, or change the command in the config."});
  CHECK(command({}).error().message == "apiKey of work: the command is empty.");
}

TEST_CASE("a command that hangs is given up at the deadline") {
  const auto start = std::chrono::steady_clock::now();
  const auto answer = resolve({Kind::command, {}, {"sleep", "20"}},
                              system::Deadline::after(std::chrono::milliseconds(150)));
  CHECK(answer.error() == Error{ErrorKind::config,
                                "apiKey of work: the command sleep did not end in time.",
                                "Run it by hand; it must not ask for anything."});
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  std::stop_source stop;
  stop.request_stop();
  CHECK(resolve({Kind::command, {}, {"sleep", "20"}}, system::Deadline(stop.get_token()))
            .error()
            .kind == ErrorKind::interrupted);
}

}  // namespace
}  // namespace usagestat::config
