// SPDX-License-Identifier: MIT
// The system clock to the millisecond, and pauses that end when the deadline does.
#include "system/real_clock.hpp"

#include "system/pause.hpp"

namespace usagestat::system {

base::TimePoint RealClock::now() const {
  return std::chrono::floor<base::Milliseconds>(std::chrono::system_clock::now());
}

base::Result<void> RealClock::sleep(base::Milliseconds duration, const Deadline& deadline) {
  if (!pause(duration, deadline)) return deadline.error();
  return {};
}

}  // namespace usagestat::system
