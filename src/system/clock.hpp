// SPDX-License-Identifier: MIT
// The wall clock and pauses.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual base::TimePoint now() const = 0;
  // Waits; the deadline's error when it comes first.
  virtual base::Result<void> sleep(base::Milliseconds duration, const Deadline& deadline) = 0;
};

}  // namespace usagestat::system
