// SPDX-License-Identifier: MIT
// How long a service that answered 429 or 5xx is left alone.
#pragma once

#include <optional>

#include "base/time.hpp"

namespace usagestat::usage {

// When the service may be asked again: at its own Retry-After (at most seven days ahead), else 1,
// 2, 5, 10, 30, then 60 minutes after `now`, by the number of failures in a row (from 1). `jitter`
// (0 to 1) spreads the latter over a fifth of the wait, so that many machines do not return at
// once.
base::TimePoint next_attempt(unsigned failures_in_row, std::optional<base::TimePoint> retry_after,
                             base::TimePoint now, double jitter);

}  // namespace usagestat::usage
