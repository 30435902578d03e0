// SPDX-License-Identifier: MIT
#include "cli/render_plain.hpp"

#include "base/text.hpp"
#include "cli/format_metric.hpp"

namespace usagestat::cli {
namespace {

std::string with_subtitle(std::string text, const std::optional<std::string>& subtitle) {
  if (subtitle && !subtitle->empty()) text += " (" + *subtitle + ")";
  return text;
}

struct PlainValue {
  base::TimePoint now;
  const system::TimeZone& zone;

  std::string operator()(const model::ProgressLine& line) const {
    std::string text = format_progress_plain(line);
    if (line.resets_at) text += "  " + format_reset_plain(*line.resets_at, now, zone);
    return text;
  }
  std::string operator()(const model::TextLine& line) const {
    return with_subtitle(line.value, line.subtitle);
  }
  std::string operator()(const model::BadgeLine& line) const {
    return with_subtitle(line.text, line.subtitle);
  }
  std::string operator()(const model::BarChartLine& line) const {
    std::vector<std::string> parts;
    for (const model::BarPoint& point : line.points)
      parts.push_back(point.label + " " +
                      (point.value_label ? *point.value_label : format_fixed(point.value, 2)));
    return with_subtitle(base::join(parts, ", "), line.note);
  }
};

// Whatever a service sent stays on its line.
std::string clean(std::string_view text) { return base::without_control_characters(text); }

}  // namespace

std::string render_plain(const std::vector<model::UsageSnapshot>& snapshots, base::TimePoint now,
                         const system::TimeZone& zone) {
  std::string text;
  for (const model::UsageSnapshot& snapshot : snapshots) {
    text += "=== " + clean(snapshot.display_name) + "  (" + clean(snapshot.instance_id) + ") ===\n";
    if (snapshot.plan) text += "Plan: " + clean(*snapshot.plan) + "\n";
    for (const model::MetricLine& line : snapshot.lines) {
      text += "  " + clean(model::label_of(line)) + ": " +
              clean(std::visit(PlainValue{now, zone}, line)) + "\n";
    }
    if (snapshot.error) {
      text += "  Error: " + clean(snapshot.error->message) + "\n";
      if (!snapshot.error->hint.empty()) text += "  Hint: " + clean(snapshot.error->hint) + "\n";
    } else if (snapshot.lines.empty()) {
      text += "  (no metrics)\n";
    }
    text += "\n";
  }
  return text;
}

}  // namespace usagestat::cli
