// SPDX-License-Identifier: MIT
#include "cli/status_line.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/format_metric.hpp"
#include "model/pace.hpp"

namespace usagestat::cli {
namespace {

using model::Check;
using model::ProgressLine;
using model::Verdict;

constexpr std::chrono::minutes k_outdated_after{10};

std::string clean(std::string_view text) { return base::without_control_characters(text); }

struct Window {
  const ProgressLine* line = nullptr;
  Check check;
};

std::vector<Window> windows_of(const StatusSubject& subject, base::TimePoint now) {
  std::vector<Window> result;
  model::UsageSnapshot one = subject.snapshot;
  one.error.reset();
  for (const model::MetricLine& line : subject.snapshot.lines) {
    const auto* progress = std::get_if<ProgressLine>(&line);
    if (progress == nullptr) continue;
    one.lines = {line};
    const auto checks = model::check_snapshot(one, subject.thresholds, "any", now);
    if (!checks.empty()) result.push_back({progress, checks.front()});
  }
  return result;
}

class Builder {
 public:
  Builder(StatusDetail detail, base::TimePoint now, const system::TimeZone& zone)
      : detail_(detail), now_(now), zone_(zone) {}

  void add(const StatusSubject& subject) {
    const model::UsageSnapshot& snapshot = subject.snapshot;
    const std::string name = clean(snapshot.display_name);
    describe(snapshot, name);
    const std::vector<Window> windows = windows_of(subject, now_);
    if (windows.empty()) {
      if (snapshot.error) put({name + " –", Verdict::unknown, false}, 0);
      return;
    }
    const ProgressLine* primary = model::primary_line(snapshot.lines, subject.primary_labels);
    if (std::ranges::find(windows, primary, &Window::line) == windows.end())
      primary = windows.front().line;
    bool is_first = true;
    for (const Window& window : windows) {
      detail_of(window);
      const bool is_shown = detail_ == StatusDetail::all_windows || window.line == primary ||
                            window.check.verdict != Verdict::ok;
      if (!is_shown) continue;
      put({segment_text(snapshot, window, is_first ? name : "", window.line == primary),
           window.check.verdict, !is_first},
          *window.check.used_percent);
      is_first = false;
    }
  }

  StatusLine take() { return std::move(result_); }

 private:
  void describe(const model::UsageSnapshot& snapshot, std::string text) {
    for (const auto& part : {snapshot.plan, snapshot.account})
      if (part && !part->empty()) text += " · " + clean(*part);
    if (snapshot.fetched_at) text += " · " + format_age(*snapshot.fetched_at, now_);
    result_.details.push_back(text);
    if (snapshot.error) result_.details.push_back("  " + clean(snapshot.error->message));
  }

  void detail_of(const Window& window) {
    std::string text =
        "  " + clean(window.line->label) + " " + format_fixed(*window.check.used_percent, 0) + "%";
    if (window.line->format.kind != model::NumberFormat::Kind::percent)
      text += " (" + clean(format_amounts(*window.line)) + ")";
    if (window.check.resets_at)
      text += ", resets " + format_reset_short(*window.check.resets_at, now_, zone_);
    result_.details.push_back(text);
  }

  std::string segment_text(const model::UsageSnapshot& snapshot, const Window& window,
                           const std::string& name, bool is_primary) const {
    std::string text = name;
    if (!is_primary || detail_ == StatusDetail::all_windows)
      text += (text.empty() ? "" : " ") + clean(window.line->label);
    text += text.empty() ? "" : " ";
    if (is_outdated(snapshot, now_)) text += "~";
    text += format_fixed(*window.check.used_percent, 0) + "%";
    const bool tells_reset =
        window.check.verdict != Verdict::ok || detail_ == StatusDetail::all_windows;
    if (tells_reset && window.check.resets_at)
      text += " (" + base::format_duration(*window.check.resets_at - now_) + ")";
    return text;
  }

  void put(StatusSegment segment, double used_percent) {
    result_.verdict = model::worse_of(result_.verdict, segment.verdict);
    result_.used_percent = std::max(result_.used_percent, used_percent);
    result_.segments.push_back(std::move(segment));
  }

  StatusDetail detail_;
  base::TimePoint now_;
  const system::TimeZone& zone_;
  StatusLine result_;
};

}  // namespace

bool is_outdated(const model::UsageSnapshot& snapshot, base::TimePoint now) {
  return snapshot.stale || !snapshot.fetched_at || now - *snapshot.fetched_at > k_outdated_after;
}

StatusLine make_status_line(const std::vector<StatusSubject>& subjects, StatusDetail detail,
                            base::TimePoint now, const system::TimeZone& zone) {
  Builder builder(detail, now, zone);
  for (const StatusSubject& subject : subjects) builder.add(subject);
  return builder.take();
}

}  // namespace usagestat::cli
