// SPDX-License-Identifier: MIT
#include "model/verdict.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/json.hpp"
#include "base/text.hpp"

namespace usagestat::model {
namespace {

constexpr std::int64_t k_hour_ms = 3'600'000;
constexpr std::int64_t k_day_ms = 24 * k_hour_ms;

bool has_period_of(const ProgressLine& line, std::string_view window) {
  if (!line.period_ms || *line.period_ms <= 0) return false;
  const std::int64_t period = *line.period_ms;
  if (window == "session") return period <= k_day_ms;
  if (window == "weekly") return period == 7 * k_day_ms;
  return window == "monthly" && period >= 28 * k_day_ms && period <= 31 * k_day_ms;
}

// 93.0: one digit is what a reader of thresholds needs, and no more than services tell.
std::string percent(double value) {
  return base::write_json(std::round(value * 10) / 10, base::JsonStyle::compact) + "%";
}

std::string limit_text(double value) {
  std::string text = base::write_json(value, base::JsonStyle::compact);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + "%";
}

void judge(Check& check, double used, const Thresholds& thresholds) {
  const double left = 100 - used;
  if (thresholds.min_remaining && left < *thresholds.min_remaining) {
    check.verdict = Verdict::critical;
    check.reason =
        percent(std::max(0.0, left)) + " left < " + limit_text(*thresholds.min_remaining);
  } else if (thresholds.fail_at && used >= *thresholds.fail_at) {
    check.verdict = Verdict::critical;
    check.reason = percent(used) + " >= " + limit_text(*thresholds.fail_at);
  } else if (thresholds.warn_at && used >= *thresholds.warn_at) {
    check.verdict = Verdict::warning;
    check.reason = percent(used) + " >= " + limit_text(*thresholds.warn_at);
  } else {
    check.verdict = Verdict::ok;
    const auto& nearest = thresholds.warn_at ? thresholds.warn_at : thresholds.fail_at;
    check.reason = percent(used);
    if (nearest) check.reason += " < " + limit_text(*nearest);
  }
}

Check check_line(const UsageSnapshot& snapshot, const ProgressLine& line,
                 const Thresholds& thresholds, base::TimePoint now) {
  Check check;
  check.instance_id = snapshot.instance_id;
  check.window = window_word(line.label);
  const bool has_reset = line.resets_at && *line.resets_at <= now;
  check.used_percent = has_reset ? 0 : std::max(0.0, used_percent(line).value_or(0));
  if (!has_reset) check.resets_at = line.resets_at;
  judge(check, *check.used_percent, thresholds);
  if (has_reset) check.reason = "has reset since it was read";
  return check;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  constexpr std::array<std::string_view, 4> k_words{"ok", "warning", "critical", "unknown"};
  return k_words.at(static_cast<std::size_t>(verdict));
}

std::string window_word(std::string_view label) {
  std::string word = base::to_lower(base::trim(label));
  std::replace(word.begin(), word.end(), ' ', '-');
  return word;
}

Verdict worse_of(Verdict a, Verdict b) {
  const auto rank = [](Verdict verdict) {
    constexpr std::array<int, 4> k_ranks{0, 1, 3, 2};  // in the order of the enumeration
    return k_ranks.at(static_cast<std::size_t>(verdict));
  };
  return rank(a) >= rank(b) ? a : b;
}

bool is_in_window(const ProgressLine& line, std::string_view window) {
  if (!used_percent(line)) return false;
  const std::string wanted = window_word(window);
  if (wanted == "any") return true;
  return window_word(line.label) == wanted || has_period_of(line, wanted);
}

std::vector<Check> check_snapshot(const UsageSnapshot& snapshot, const Thresholds& thresholds,
                                  std::string_view window, base::TimePoint now) {
  // A label of that name is meant before a period is: "Session" of a weekly plan stays what it is.
  const std::string wanted = window_word(window);
  std::vector<Check> by_label;
  std::vector<Check> by_period;
  for (const MetricLine& line : snapshot.lines) {
    const auto* progress = std::get_if<ProgressLine>(&line);
    if (progress == nullptr || !is_in_window(*progress, wanted)) continue;
    const bool is_labelled = window_word(progress->label) == wanted;
    (is_labelled ? by_label : by_period)
        .push_back(check_line(snapshot, *progress, thresholds, now));
  }
  std::vector<Check> checks = by_label.empty() ? std::move(by_period) : std::move(by_label);
  if (snapshot.error) {
    Check unknown;
    unknown.instance_id = snapshot.instance_id;
    unknown.reason = snapshot.error->message;
    checks.push_back(std::move(unknown));
  }
  return checks;
}

Verdict verdict_of(const std::vector<Check>& checks) {
  Verdict verdict = Verdict::ok;
  for (const Check& check : checks) verdict = worse_of(verdict, check.verdict);
  return verdict;
}

}  // namespace usagestat::model
