// SPDX-License-Identifier: MIT
// The one way to wait for time to pass.
#pragma once

#include <chrono>

#include "system/deadline.hpp"

namespace usagestat::system {

// Sleeps for `duration`, or until the deadline expires or its token fires if that is sooner. Does
// not wake up in between. True when the whole duration has passed.
bool pause(std::chrono::milliseconds duration, const Deadline& deadline);

}  // namespace usagestat::system
