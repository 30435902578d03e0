// SPDX-License-Identifier: MIT
// Snapshots boiled down to what fits into one line of a prompt or a bar.
#pragma once

#include <string>
#include <vector>

#include "model/usage_snapshot.hpp"
#include "model/verdict.hpp"
#include "system/time_zones.hpp"

namespace usagestat::cli {

// A snapshot with what is needed to judge and name it.
struct StatusSubject {
  model::UsageSnapshot snapshot;
  model::Thresholds thresholds;
  std::vector<std::string> primary_labels;
};

struct StatusSegment {
  std::string text;  // "Acme 42%"; control characters are gone
  model::Verdict verdict = model::Verdict::unknown;
  bool continues = false;  // about the same subject as the one before
};

struct StatusLine {
  std::string title;  // of the agent whose line it is; may be empty
  std::vector<StatusSegment> segments;
  std::vector<std::string> details;             // every window in words, a line each
  model::Verdict verdict = model::Verdict::ok;  // the worst of the segments
  double used_percent = 0;                      // the highest of the segments
};

enum class StatusDetail { primary, all_windows };

// For each subject its primary window and every other one that has reached a threshold, or all its
// windows. Figures that are stale, or older than ten minutes, are marked "~"; a window that has
// reset since shows 0%.
StatusLine make_status_line(const std::vector<StatusSubject>& subjects, StatusDetail detail,
                            base::TimePoint now, const system::TimeZone& zone);

// True when a reader should know that the figures are not the present ones.
bool is_outdated(const model::UsageSnapshot& snapshot, base::TimePoint now);

}  // namespace usagestat::cli
