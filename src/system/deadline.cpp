// SPDX-License-Identifier: MIT
// Arithmetic of deadlines that cannot overflow.
#include "system/deadline.hpp"

#include <algorithm>
#include <utility>

namespace usagestat::system {
namespace {

Deadline::Clock::time_point later_by(std::chrono::milliseconds duration) {
  const auto now = Deadline::Clock::now();
  if (duration.count() <= 0) return now;
  const auto room = std::chrono::duration_cast<std::chrono::milliseconds>(
      Deadline::Clock::time_point::max() - now);
  return duration >= room ? Deadline::Clock::time_point::max() : now + duration;
}

}  // namespace

Deadline::Deadline(std::stop_token stop) : at_(Clock::time_point::max()), stop_(std::move(stop)) {}

Deadline::Deadline(Clock::time_point at, std::stop_token stop) : at_(at), stop_(std::move(stop)) {}

Deadline Deadline::after(std::chrono::milliseconds duration, std::stop_token stop) {
  return {later_by(duration), std::move(stop)};
}

Deadline Deadline::sooner(std::chrono::milliseconds duration) const {
  return {std::min(at_, later_by(duration)), stop_};
}

std::chrono::milliseconds Deadline::remaining() const {
  using std::chrono::milliseconds;
  if (stop_requested()) return milliseconds{0};
  const auto left = at_ - Clock::now();
  if (left <= Clock::duration::zero()) return milliseconds{0};
  return std::min<milliseconds>(std::chrono::ceil<milliseconds>(left), std::chrono::hours{1});
}

base::Error Deadline::error() const {
  if (stop_requested()) return {base::ErrorKind::interrupted, "Interrupted.", ""};
  return {base::ErrorKind::timeout, "The time limit was reached.",
          "Allow more time with --timeout."};
}

}  // namespace usagestat::system
