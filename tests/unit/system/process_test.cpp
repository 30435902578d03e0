// SPDX-License-Identifier: MIT
// Real programs.
#include <atomic>
#include <cstdio>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>

#include "system/real_environment.hpp"
#include "system/real_process_runner.hpp"
#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

ProcessRequest shell(std::string script) {
  ProcessRequest request;
  request.argv = {"sh", "-c", std::move(script)};
  return request;
}

struct World {
  RealEnvironment environment;
  RealProcessRunner processes{environment};

  base::Result<ProcessResult> run(const ProcessRequest& request,
                                  const Deadline& deadline = Deadline::after(std::chrono::seconds{
                                      20})) {
    return processes.run(request, deadline);
  }
};

TEST_CASE("output, errors and exit code come back") {
  World world;
  const auto result = world.run(shell("printf 'out\\0put'; printf err >&2; exit 3"));
  REQUIRE(result.has_value());
  CHECK(result->exit_code == 3);
  CHECK(result->output == std::string("out\0put", 7));
  CHECK(result->errors == "err");
  CHECK(world.run(shell("kill -9 $$"))->exit_code == -1);
  CHECK(world.run(shell("exit 0"))->exit_code == 0);
}

TEST_CASE("arguments arrive as they are, never through a shell") {
  World world;
  ProcessRequest request;
  request.argv = {"printf", "%s|", "a b", "$HOME", "`id`", "", "'\""};
  CHECK(world.run(request)->output == "a b|$HOME|`id`||'\"|");
}

TEST_CASE("a program's input, environment and directory are ours to give") {
  const ScratchDirectory files;
  World world;
  auto request = shell("cat; printf %s \"$A$B\"; pwd");
  request.input = "in";
  request.environment = {{"A", "1"}, {"B", ""}};
  request.working_directory = files.path();
  CHECK(world.run(request)->output == "in1" + files.path().string() + "\n");
  request.working_directory = files / "none";
  CHECK(world.run(request).error().message ==
        "Cannot run a program in " + (files / "none").string() + ": No such file or directory.");
}

TEST_CASE("much in both directions does not block") {
  World world;
  auto request = shell("tee /dev/stderr");
  request.input = std::string(3U << 20U, 'x');
  const auto result = world.run(request);
  REQUIRE(result.has_value());
  CHECK(result->output == request.input);
  CHECK(result->errors == request.input);
}

TEST_CASE("a program may ignore its input") {
  World world;
  auto request = shell("exec <&-; sleep 0.05; echo done");
  request.input = std::string(1U << 20U, 'x');
  const auto result = world.run(request);
  REQUIRE(result.has_value());
  CHECK(result->output == "done\n");
}

TEST_CASE("too much output is an error and the end of the program", "[alone]") {
  World world;
  auto request = shell("yes");
  request.max_output_bytes = 100000;
  const StopWatch watch;
  const auto result = world.run(request);
  CHECK(watch.elapsed() < 2s);
  CHECK(result.error() ==
        base::Error{ErrorKind::io, "The program sh wrote more than 100000 bytes.", ""});
}

TEST_CASE("a program that does not end is killed with its children", "[alone]") {
  const ScratchDirectory files;
  World world;
  const std::string alive = (files / "alive").string();
  auto request =
      shell("trap '' TERM; (trap '' TERM; sleep 2; touch " + alive + ") & sleep 60; sleep 60");
  request.timeout = 100ms;
  StopWatch watch;
  const auto result = world.run(request);
  CHECK(watch.elapsed() >= 100ms);
  CHECK(watch.elapsed() < 1900ms);
  CHECK(result.error() ==
        base::Error{ErrorKind::timeout, "The program sh did not end within 100 ms.", ""});
  std::this_thread::sleep_for(2400ms);
  CHECK_FALSE(std::filesystem::exists(alive));
}

TEST_CASE("the deadline and the stop token end a program at once", "[alone]") {
  World world;
  StopWatch watch;
  CHECK(world.run(shell("exec sleep 60"), Deadline::after(80ms)).error().kind ==
        ErrorKind::timeout);
  CHECK(watch.elapsed() < 1s);
  std::stop_source stop;
  std::thread stopper([&] {
    std::this_thread::sleep_for(60ms);
    stop.request_stop();
  });
  watch = {};
  CHECK(world.run(shell("exec sleep 60"), Deadline(stop.get_token())).error().kind ==
        ErrorKind::interrupted);
  CHECK(watch.elapsed() < 1s);
  stopper.join();
  CHECK(world.run(shell("true"), Deadline(stop.get_token())).error().kind ==
        ErrorKind::interrupted);
}

TEST_CASE("what a program leaves running does not hold up its result", "[alone]") {
  World world;
  const StopWatch watch;
  const auto result = world.run(shell("sleep 3 & echo started"));
  REQUIRE(result.has_value());
  CHECK(result->output == "started\n");
  CHECK(result->exit_code == 0);
  CHECK(watch.elapsed() < 2s);
}

// What whoever started this program left open for its children.
int inherited_files() {
  int count = 0;
  for (int fd = 3; fd < 1024; ++fd) {
    const int flags = ::fcntl(fd, F_GETFD);
    count += flags >= 0 && (flags & FD_CLOEXEC) == 0 ? 1 : 0;
  }
  return count;
}

TEST_CASE("a child has no terminal, its own group and none of our files") {
  const int inherited = inherited_files();
  test_net::PlainServer server;
  server.on("GET", "/").reply(200);
  HttpFixture http;
  REQUIRE(http.send(get(server.url("/"))).has_value());  // leaves a connection open
  const auto lock = http.filesystem.lock(http.files / "lock", Deadline());
  World world;
  const auto result =
      world.run(shell("ps -o pid=,pgid=,sid=,tty= -p $$; ls /proc/self/fd | wc -l"));
  REQUIRE(result.has_value());
  int pid = 0;
  int group = 0;
  int session = 0;
  char terminal[16] = {};
  int files = 0;
  const int read = std::sscanf(result->output.c_str(), "%d %d %d %15s %d", &pid, &group, &session,
                               terminal, &files);
  REQUIRE(read == 5);
  CHECK(group == pid);
  CHECK(session == pid);
  CHECK(std::string(terminal) == "?");
  CHECK(files - inherited == 4);  // 0, 1, 2 and the directory that ls reads
}

TEST_CASE("a program that is not installed is unsupported") {
  const ScratchDirectory files;
  World world;
  ProcessRequest request;
  request.argv = {"no-such-program-here"};
  CHECK(world.run(request).error() ==
        base::Error{ErrorKind::unsupported, "The program no-such-program-here is not installed.",
                    ""});
  CHECK_FALSE(world.processes.is_installed("no-such-program-here"));
  CHECK(world.processes.is_installed("sh"));
  CHECK(world.processes.is_installed("/bin/sh"));
  CHECK_FALSE(world.processes.is_installed("/etc/passwd"));
  CHECK_FALSE(world.processes.is_installed("/etc"));
  CHECK_FALSE(world.processes.is_installed(""));
  request.argv = {};
  CHECK(world.run(request).error().kind == ErrorKind::plugin);
  request.argv = {"sh", std::string("a\0b", 3)};
  CHECK(world.run(request).error().kind == ErrorKind::plugin);
}

TEST_CASE("programs come from PATH, never from the current directory") {
  const ScratchDirectory files;
  const auto tool = files.write("tool", "#!/bin/sh\necho mine\n");
  std::filesystem::permissions(tool, std::filesystem::perms::owner_all);
  TestEnvironment environment;
  RealProcessRunner processes(environment);
  environment.variables["PATH"] = files.path().string() + ":/bin";
  ProcessRequest request;
  request.argv = {"tool"};
  CHECK(processes.run(request, Deadline::after(5s))->output == "mine\n");
  request.working_directory = files.path();
  for (const char* const path : {"", ".", ":", "/nowhere:."}) {
    environment.variables["PATH"] = path;
    CHECK(processes.run(request, Deadline::after(5s)).error().kind == ErrorKind::unsupported);
  }
}

TEST_CASE("many programs at once do not keep each other's pipes open", "[alone]") {
  World world;
  const StopWatch watch;
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 10; ++n) {
        auto request = shell("cat");
        request.input = "x";
        const auto result = world.run(request);
        good += result.has_value() && result->output == "x" ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(good == 80);
  CHECK(watch.elapsed() < 30s);
}

}  // namespace
}  // namespace usagestat::system
