// SPDX-License-Identifier: MIT
// The handler only writes to a pipe; a thread that sleeps on the pipe does what a handler may not.
#include <atomic>
#include <cerrno>
#include <csignal>

#include <unistd.h>

#include "system/descriptor_posix.hpp"
#include "system/signals.hpp"

namespace usagestat::system {
namespace {

std::atomic<int> first_signal{0};
std::atomic<int> pipe_to_watcher{-1};
static_assert(std::atomic<int>::is_always_lock_free);

constexpr char end_of_watch = 'q';
constexpr char signal_came = 's';

void tell_watcher(char what) {
  const int fd = pipe_to_watcher.load();
  if (fd >= 0) static_cast<void>(write_some(fd, {&what, 1}));
}

extern "C" void usagestat_on_stop_signal(int number) {
  const int saved_errno = errno;
  int none = 0;
  if (!first_signal.compare_exchange_strong(none, number)) ::_exit(128 + number);
  tell_watcher(signal_came);
  errno = saved_errno;
}

// A signal that our parent had ignored (nohup, a background job of a script) stays ignored.
void handle(int number) {
  struct sigaction current{};
  if (::sigaction(number, nullptr, &current) == 0 && current.sa_handler == SIG_IGN) return;
  struct sigaction action{};
  action.sa_handler = &usagestat_on_stop_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

// Kept for the life of the process: a late signal must find an open pipe.
int watcher_end() {
  static int read_end = [] {
    static base::Result<Pipe> pipe = make_pipe();
    if (pipe.has_error()) return -1;
    pipe_to_watcher = pipe->write.get();
    return pipe->read.get();
  }();
  return read_end;
}

}  // namespace

StopSignals::StopSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  if (watcher_end() < 0) return;  // without a pipe the default actions still end the process
  first_signal = 0;
  watcher_ = std::thread([this] { watch(); });
  handle(SIGINT);
  handle(SIGTERM);
}

StopSignals::~StopSignals() {
  if (!watcher_.joinable()) return;
  tell_watcher(end_of_watch);
  watcher_.join();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

void StopSignals::watch() {
  char what = 0;
  while (read_some(watcher_end(), &what, 1) == 1 && what != end_of_watch) {
    source_.request_stop();
  }
}

int StopSignals::exit_code_or(int code) {
  const int number = first_signal.load();
  return number == 0 ? code : 128 + number;
}

std::optional<StopSignal> StopSignals::received() {
  switch (first_signal.load()) {
    case SIGINT:
      return StopSignal::interrupt;
    case SIGTERM:
      return StopSignal::terminate;
    default:
      return std::nullopt;
  }
}

}  // namespace usagestat::system
