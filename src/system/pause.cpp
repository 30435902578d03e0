// SPDX-License-Identifier: MIT
// Waiting on a condition variable that only the stop token can notify.
#include "system/pause.hpp"

#include <condition_variable>
#include <mutex>

namespace usagestat::system {

bool pause(std::chrono::milliseconds duration, const Deadline& deadline) {
  if (duration.count() <= 0) return !deadline.expired();
  const Deadline until = deadline.sooner(duration);
  const bool cut_short = until.at() == deadline.at();
  std::mutex mutex;
  std::condition_variable_any never_notified;
  std::unique_lock lock(mutex);
  while (!until.expired()) {
    never_notified.wait_until(lock, until.stop_token(), until.at(), [] { return false; });
  }
  return !cut_short && !deadline.stop_requested();
}

}  // namespace usagestat::system
