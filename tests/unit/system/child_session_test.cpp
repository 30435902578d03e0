// SPDX-License-Identifier: MIT
// Dialogues with real programs.
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "system/real_environment.hpp"
#include "system/real_process_runner.hpp"
#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using Line = std::optional<std::string>;

std::unique_ptr<ChildSession> start(const std::string& script) {
  static const RealEnvironment environment;
  static RealProcessRunner processes(environment);
  ProcessRequest request;
  request.argv = {"sh", "-c", script};
  auto session = processes.start(request);
  REQUIRE(session.has_value());
  return *std::move(session);
}

TEST_CASE("lines go back and forth") {
  const auto session = start("while read -r line; do echo \"<$line>\"; echo noise >&2; done");
  for (const char* const word : {"one", "two words", ""}) {
    REQUIRE(session->write_line(word).has_value());
    CHECK(*session->read_line(within(5s)) == Line("<" + std::string(word) + ">"));
  }
}

TEST_CASE("the end of the output is not an error, and its last line counts") {
  const auto session = start("printf 'a\\r\\nb\\n\\nlast'");
  for (const char* const word : {"a", "b", "", "last"}) {
    CHECK(*session->read_line(within(5s)) == Line(word));
  }
  CHECK(*session->read_line(within(5s)) == std::nullopt);
  CHECK(*session->read_line(within(5s)) == std::nullopt);
}

TEST_CASE("a line that comes in pieces is put together, also over a timeout", "[alone]") {
  const auto session = start("printf ab; sleep 1; echo cd; sleep 60");
  StopWatch watch;
  CHECK(session->read_line(within(60ms)).error().kind == ErrorKind::timeout);
  CHECK(watch.elapsed() < 900ms);
  CHECK(*session->read_line(within(5s)) == Line("abcd"));
}

TEST_CASE("a reader stops with its token", "[alone]") {
  const auto session = start("sleep 60");
  std::stop_source stop;
  std::thread stopper([&] {
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  const StopWatch watch;
  CHECK(session->read_line(Deadline(stop.get_token())).error().kind == ErrorKind::interrupted);
  CHECK(watch.elapsed() < 1s);
  stopper.join();
}

TEST_CASE("writing to a program that has ended is an error, not a signal") {
  const auto session = start("exit 0");
  CHECK(*session->read_line(within(5s)) == std::nullopt);
  auto written = session->write_line("hello");
  // The system may close the ends of the pipes in any order.
  for (int i = 0; i < 200 && written.has_value(); ++i) {
    std::this_thread::sleep_for(5ms);
    written = session->write_line("hello");
  }
  REQUIRE(written.has_error());
  CHECK(written.error() == base::Error{ErrorKind::io, "The program sh has ended.", ""});
}

TEST_CASE("a program that writes before it reads does not block us") {
  const auto session = start("head -c 1000000 /dev/zero | tr '\\0' x; echo; cat | wc -c");
  REQUIRE(session->write_line(std::string(1000000, 'y')).has_value());
  CHECK((*session->read_line(within(5s)))->size() == 1000000);
}

TEST_CASE("a line without end is an error") {
  const auto session = start("yes | tr -d '\\n'");
  const auto line = session->read_line(within(20s));
  REQUIRE(line.has_error());
  CHECK(line.error().message == "The program sh wrote a line without end.");
}

TEST_CASE("the program ends with the session", "[alone]") {
  const ScratchDirectory files;
  const std::string alive = (files / "alive").string();
  StopWatch watch;
  {
    const auto session = start("trap '' TERM; echo ready; (sleep 2; touch " + alive +
                               ") & while :; do sleep 1; done");
    CHECK(*session->read_line(within(5s)) == Line("ready"));
    watch = {};
  }
  CHECK(watch.elapsed() < 1800ms);
  std::this_thread::sleep_for(2200ms);
  CHECK_FALSE(std::filesystem::exists(alive));
}

}  // namespace
}  // namespace usagestat::system
