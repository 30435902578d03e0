// SPDX-License-Identifier: MIT
// What is remembered about the last probe of an instance besides its snapshot.
#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/time.hpp"

namespace usagestat::usage {

struct Attempt {
  base::TimePoint at{};                     // when it ended
  base::Milliseconds duration{0};           // how long it took
  std::string config_digest;                // of the entry it was made with
  unsigned failures_in_row = 0;             // answers of 429 or 5xx without a success between
  std::optional<base::TimePoint> retry_at;  // not to be asked before

  bool operator==(const Attempt&) const = default;
};

// The form in state/attempts.json. The inverse is tolerant: what is absent has its default, what is
// no object is a default attempt.
base::json::object attempt_to_json(const Attempt& attempt);
Attempt attempt_from_json(const base::json::value& value);

}  // namespace usagestat::usage
