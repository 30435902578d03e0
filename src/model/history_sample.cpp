// SPDX-License-Identifier: MIT
#include "model/history_sample.hpp"

#include <algorithm>

namespace usagestat::model {
namespace {

bool is_same_time(const std::optional<base::TimePoint>& a,
                  const std::optional<base::TimePoint>& b) {
  using namespace std::chrono_literals;
  if (!a || !b) return a.has_value() == b.has_value();
  return std::chrono::abs(*a - *b) < 1min;
}

bool is_same_line(const ProgressLine& a, const ProgressLine& b) {
  ProgressLine moved = b;
  moved.resets_at = a.resets_at;
  return a == moved && is_same_time(a.resets_at, b.resets_at);
}

}  // namespace

std::optional<HistorySample> sample_of(const UsageSnapshot& snapshot) {
  if (!snapshot.fetched_at) return std::nullopt;
  HistorySample sample{*snapshot.fetched_at,
                       snapshot.provider_id,
                       snapshot.instance_id,
                       snapshot.display_name,
                       snapshot.plan,
                       normalise(snapshot.lines),
                       {},
                       {},
                       {}};
  for (const MetricLine& line : snapshot.lines) {
    if (const auto* progress = std::get_if<ProgressLine>(&line)) {
      sample.progress.push_back(*progress);
    } else if (const auto* text = std::get_if<TextLine>(&line)) {
      sample.texts.push_back(*text);
    } else if (const auto* badge = std::get_if<BadgeLine>(&line)) {
      sample.badges.push_back(*badge);
    }
  }
  return sample;
}

bool has_same_figures(const HistorySample& a, const HistorySample& b) {
  return a.plan == b.plan && a.texts == b.texts && a.badges == b.badges &&
         std::equal(a.progress.begin(), a.progress.end(), b.progress.begin(), b.progress.end(),
                    is_same_line);
}

}  // namespace usagestat::model
