// SPDX-License-Identifier: MIT
// When to give up: a point of monotonic time and a stop token, handed down through every wait.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "base/error.hpp"

namespace usagestat::system {

class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  // Never expires by itself, but stops with the token.
  explicit Deadline(std::stop_token stop = {});
  Deadline(Clock::time_point at, std::stop_token stop);

  static Deadline after(std::chrono::milliseconds duration, std::stop_token stop = {});

  // The earlier of this deadline and `duration` from now.
  Deadline sooner(std::chrono::milliseconds duration) const;

  bool stop_requested() const { return stop_.stop_requested(); }
  bool expired() const { return stop_requested() || Clock::now() >= at_; }

  // Until expiry; zero when it has passed, at most one hour.
  std::chrono::milliseconds remaining() const;

  Clock::time_point at() const { return at_; }
  const std::stop_token& stop_token() const { return stop_; }

  // Kind interrupted when the token fired, else timeout.
  base::Error error() const;

 private:
  Clock::time_point at_;
  std::stop_token stop_;
};

}  // namespace usagestat::system
