// SPDX-License-Identifier: MIT
// Deadlines and pauses.
#include "system/deadline.hpp"

#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "system/pause.hpp"
#include "system/real_clock.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;

TEST_CASE("a deadline counts down and expires") {
  const Deadline never;
  CHECK_FALSE(never.expired());
  CHECK(never.remaining() == 1h);
  CHECK(Deadline::after(0ms).expired());
  CHECK(Deadline::after(-5ms).remaining() == 0ms);
  CHECK(Deadline::after(10s).remaining() > 9s);
  CHECK(Deadline::after(10s).remaining() <= 10s);
  CHECK(Deadline::after(std::chrono::milliseconds::max()).at() ==
        Deadline::Clock::time_point::max());
  CHECK(Deadline::after(0ms).error().kind == ErrorKind::timeout);
}

TEST_CASE("the sooner of two deadlines counts and keeps the stop token") {
  std::stop_source stop;
  const Deadline deadline = Deadline::after(1s, stop.get_token());
  CHECK(deadline.sooner(1h).at() == deadline.at());
  CHECK(deadline.sooner(std::chrono::milliseconds::max()).at() == deadline.at());
  CHECK(deadline.sooner(10ms).remaining() <= 10ms);
  const Deadline sooner = deadline.sooner(500ms);
  stop.request_stop();
  CHECK(sooner.expired());
  CHECK(sooner.remaining() == 0ms);
  CHECK(sooner.error() == base::Error{ErrorKind::interrupted, "Interrupted.", ""});
}

TEST_CASE("a pause ends by itself, at the deadline or by the stop token", "[alone]") {
  using Clock = std::chrono::steady_clock;
  RealClock clock;
  auto start = Clock::now();
  CHECK(clock.sleep(30ms, Deadline::after(5s)).has_value());
  CHECK(Clock::now() - start >= 30ms);

  start = Clock::now();
  CHECK(clock.sleep(5s, Deadline::after(30ms)).error().kind == ErrorKind::timeout);
  CHECK(Clock::now() - start >= 30ms);
  CHECK(Clock::now() - start < 500ms);

  std::stop_source stop;
  std::thread stopper([&] {
    std::this_thread::sleep_for(30ms);
    stop.request_stop();
  });
  start = Clock::now();
  CHECK(clock.sleep(5s, Deadline(stop.get_token())).error().kind == ErrorKind::interrupted);
  CHECK(Clock::now() - start < 500ms);
  stopper.join();
  CHECK_FALSE(pause(1ms, Deadline(stop.get_token())));
  CHECK(pause(0ms, Deadline()));
}

TEST_CASE("the clock is the system's", "[alone]") {
  const RealClock clock;
  const auto difference = std::chrono::system_clock::now() - clock.now();
  CHECK(difference >= 0ms);
  CHECK(difference < 1s);
}

}  // namespace
}  // namespace usagestat::system
