// SPDX-License-Identifier: MIT
// Signals, each in a process of its own.
#include "system/signals.hpp"

#include <chrono>
#include <csignal>
#include <functional>

#include <catch2/catch_test_macros.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "system/pause.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;

// What a child process that runs `body` ends with; −number when a signal ends it.
int outcome_of(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int code_after(int signal_number) {
  const StopSignals signals;
  ::raise(signal_number);
  if (pause(5s, Deadline(signals.token()))) return 1;
  return StopSignals::exit_code_or(2);
}

TEST_CASE("the first signal fires the token and decides the exit code") {
  CHECK(outcome_of([] { return code_after(SIGINT); }) == 130);
  CHECK(outcome_of([] { return code_after(SIGTERM); }) == 143);
  CHECK(outcome_of([] {
          const StopSignals signals;
          return StopSignals::exit_code_or(7) + (signals.token().stop_requested() ? 100 : 0);
        }) == 7);
}

TEST_CASE("the second signal ends the process at once") {
  CHECK(outcome_of([] {
          const StopSignals signals;
          ::raise(SIGINT);
          ::raise(SIGTERM);
          return 1;
        }) == 143);
}

TEST_CASE("a closed pipe is no reason to die") {
  CHECK(outcome_of([] {
          const StopSignals signals;
          ::raise(SIGPIPE);
          return 5;
        }) == 5);
}

TEST_CASE("a signal that was ignored stays ignored") {
  CHECK(outcome_of([] {
          std::signal(SIGINT, SIG_IGN);
          const StopSignals signals;
          ::raise(SIGINT);
          return pause(50ms, Deadline(signals.token())) ? 6 : 1;
        }) == 6);
}

}  // namespace
}  // namespace usagestat::system
