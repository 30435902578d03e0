// SPDX-License-Identifier: MIT
// A clock that stands still until somebody sleeps.
#pragma once

#include <mutex>
#include <vector>

#include "system/clock.hpp"

namespace usagestat::support {

class FixedClock final : public system::Clock {
 public:
  explicit FixedClock(base::TimePoint now = *base::parse_rfc3339("2026-03-26T11:16:29Z"))
      : now_(now) {}

  base::TimePoint now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }

  // Takes no time; the clock moves on by `duration`.
  base::Result<void> sleep(base::Milliseconds duration, const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    const std::lock_guard lock(mutex_);
    now_ += duration;
    sleeps_.push_back(duration);
    return {};
  }

  void set(base::TimePoint now) {
    const std::lock_guard lock(mutex_);
    now_ = now;
  }
  void advance(base::Milliseconds duration) {
    const std::lock_guard lock(mutex_);
    now_ += duration;
  }
  std::vector<base::Milliseconds> sleeps() const {
    const std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  base::TimePoint now_;
  std::vector<base::Milliseconds> sleeps_;
};

}  // namespace usagestat::support
