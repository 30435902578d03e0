// SPDX-License-Identifier: MIT
// Is a quota near its end? Pure rules on the lines of a snapshot.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "model/metric_line.hpp"
#include "model/usage_snapshot.hpp"

namespace usagestat::model {

enum class Verdict { ok, warning, critical, unknown };

std::string_view to_string(Verdict verdict);  // "ok", "warning", …

// The one that counts of two: critical over unknown over warning over ok.
Verdict worse_of(Verdict a, Verdict b);

// In percent.
struct Thresholds {
  std::optional<double> warn_at;        // used, 0 to 1000; reached counts
  std::optional<double> fail_at;        // likewise
  std::optional<double> min_remaining;  // critical when less than this is left

  bool operator==(const Thresholds&) const = default;
};

// "Weekly Opus" as one types it: "weekly-opus".
std::string window_word(std::string_view label);

// Does the line belong to the window of that name? "any" takes every line with a percentage; else
// the label (letter case ignored, blanks as "-"), else the period: session up to 24 hours, weekly 7
// days, monthly 28 to 31 days.
bool is_in_window(const ProgressLine& line, std::string_view window);

struct Check {
  std::string instance_id;
  std::string window;                  // the line's label as one types it; empty: no line decided
  std::optional<double> used_percent;  // 0 or more, beyond 100 for overage
  std::optional<base::TimePoint> resets_at;
  Verdict verdict = Verdict::unknown;
  std::string reason;  // "93.0% >= 90%", or a sentence

  bool operator==(const Check&) const = default;
};

// One check for each line of the window, in order; a line whose reset has passed counts as 0 %
// used. A snapshot with an error adds an unknown check with its message after the lines it still
// has. Without any line of the window the answer is empty.
std::vector<Check> check_snapshot(const UsageSnapshot& snapshot, const Thresholds& thresholds,
                                  std::string_view window, base::TimePoint now);

Verdict verdict_of(const std::vector<Check>& checks);

}  // namespace usagestat::model
