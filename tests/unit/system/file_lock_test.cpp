// SPDX-License-Identifier: MIT
// Locks between threads and between processes.
#include <atomic>
#include <csignal>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/real_filesystem.hpp"
#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST_CASE("one holder at a time") {
  const ScratchDirectory files;
  RealFilesystem filesystem;
  const Path path = files / "state/x.lock";
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto lock = filesystem.lock(path, Deadline::after(10s));
      if (lock.has_error()) return;
      const int now = ++inside;
      if (now > most) most = now;
      std::this_thread::sleep_for(5ms);
      --inside;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(most == 1);
  CHECK(filesystem.info(path)->mode == 0600);
}

TEST_CASE("waiting for a lock ends at the deadline or by the stop token", "[alone]") {
  const ScratchDirectory files;
  RealFilesystem filesystem;
  auto held = filesystem.lock(files / "x", Deadline());
  REQUIRE(held.has_value());
  auto start = Clock::now();
  CHECK(filesystem.lock(files / "x", Deadline::after(80ms)).error().kind ==
        base::ErrorKind::timeout);
  CHECK(Clock::now() - start >= 80ms);
  CHECK(Clock::now() - start < 500ms);

  std::stop_source stop;
  std::thread stopper([&] {
    std::this_thread::sleep_for(40ms);
    stop.request_stop();
  });
  CHECK(filesystem.lock(files / "x", Deadline(stop.get_token())).error().kind ==
        base::ErrorKind::interrupted);
  stopper.join();
  held->reset();
  CHECK(filesystem.lock(files / "x", Deadline::after(80ms)).has_value());
}

TEST_CASE("a lock file that was removed meanwhile does not let two in") {
  const ScratchDirectory files;
  RealFilesystem filesystem;
  auto held = filesystem.lock(files / "x", Deadline());
  std::thread remover([&] {
    std::this_thread::sleep_for(30ms);
    std::filesystem::remove(files / "x");
    held->reset();
  });
  const auto second = filesystem.lock(files / "x", Deadline::after(5s));
  remover.join();
  REQUIRE(second.has_value());
  CHECK(filesystem.exists(files / "x"));
  CHECK(filesystem.lock(files / "x", Deadline::after(50ms)).has_error());
}

TEST_CASE("a lock ends with its holder, even by kill -9") {
  const ScratchDirectory files;
  RealFilesystem filesystem;
  const pid_t child = ::fork();
  if (child == 0) {
    RealFilesystem own;
    const auto lock = own.lock(files / "x", Deadline());
    if (lock.has_error()) ::_exit(1);
    ::close(::creat((files / "ready").c_str(), 0600));
    ::pause();
    ::_exit(0);
  }
  while (!filesystem.exists(files / "ready")) std::this_thread::sleep_for(5ms);
  CHECK(filesystem.lock(files / "x", Deadline::after(60ms)).has_error());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  CHECK(filesystem.lock(files / "x", Deadline::after(1s)).has_value());
}

}  // namespace
}  // namespace usagestat::system
