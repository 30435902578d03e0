// SPDX-License-Identifier: MIT
#include "usage/attempt.hpp"

#include <algorithm>

namespace usagestat::usage {
namespace {

std::optional<base::TimePoint> time_member(const base::json::value& value, std::string_view key) {
  const auto text = base::string_member(value, key);
  return text ? base::parse_rfc3339(*text) : std::nullopt;
}

std::int64_t whole_member(const base::json::value& value, std::string_view key) {
  constexpr double k_largest = 1e12;
  return static_cast<std::int64_t>(
      std::clamp(base::number_member(value, key).value_or(0), 0.0, k_largest));
}

}  // namespace

base::json::object attempt_to_json(const Attempt& attempt) {
  return {{"at", base::format_utc(attempt.at)},
          {"durationMs", attempt.duration.count()},
          {"configDigest", attempt.config_digest},
          {"failuresInRow", attempt.failures_in_row},
          {"retryAt", attempt.retry_at ? base::json::value(base::format_utc(*attempt.retry_at))
                                       : base::json::value(nullptr)}};
}

Attempt attempt_from_json(const base::json::value& value) {
  Attempt attempt;
  attempt.at = time_member(value, "at").value_or(base::TimePoint{});
  attempt.duration = base::Milliseconds(whole_member(value, "durationMs"));
  attempt.config_digest = base::string_member(value, "configDigest").value_or("");
  attempt.failures_in_row =
      static_cast<unsigned>(std::min<std::int64_t>(whole_member(value, "failuresInRow"), 1000));
  attempt.retry_at = time_member(value, "retryAt");
  return attempt;
}

}  // namespace usagestat::usage
