// SPDX-License-Identifier: MIT
#include "cli/render_cards.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "cli/format_metric.hpp"
#include "cli/paint.hpp"
#include "cli/wrap_text.hpp"

namespace usagestat::cli {
namespace {

constexpr std::size_t k_margin = 2;
constexpr std::size_t k_gap = 2;
constexpr std::size_t k_longest_label = 24;

std::string clean(std::string_view text) { return base::without_control_characters(text); }

// "slightly_over" as people say it.
std::string pace_words(const model::Pace& pace) {
  using model::PaceStage;
  if (pace.stage == PaceStage::on_track) return "on pace";
  const std::string points = format_fixed(std::abs(pace.delta_percent), 0) + "%";
  if (pace.delta_percent < 0) return points + " under pace";
  std::string text = points + " over pace";
  if (!pace.will_last_to_reset && pace.eta_seconds) {
    const auto left = std::chrono::duration_cast<base::Milliseconds>(
        std::chrono::duration<double>(*pace.eta_seconds));
    text += left.count() > 0 ? ", out in " + base::format_duration(left) : ", used up";
  }
  return text;
}

class CardRenderer {
 public:
  CardRenderer(base::TimePoint now, const system::TimeZone& zone, const CardStyle& style)
      : now_(now), zone_(zone), style_(style), width_(std::max<std::size_t>(style.width, 30)) {}

  std::string render(const model::UsageSnapshot& snapshot) {
    std::string text = title(snapshot);
    set_label_column(snapshot);
    const model::ProgressLine* paced = paced_line(snapshot);
    for (const model::MetricLine& line : snapshot.lines) {
      if (const auto* progress = std::get_if<model::ProgressLine>(&line)) {
        text += progress_row(*progress, progress == paced ? snapshot.pace : std::nullopt);
      } else {
        text += std::visit([this](const auto& other) { return row(other); }, line);
      }
    }
    if (snapshot.error) text += error_rows(*snapshot.error);
    return text + "\n";
  }

 private:
  // The line that the snapshot's pace is about: the first one with the same figures.
  const model::ProgressLine* paced_line(const model::UsageSnapshot& snapshot) const {
    if (!snapshot.pace) return nullptr;
    for (const model::MetricLine& line : snapshot.lines) {
      const auto* progress = std::get_if<model::ProgressLine>(&line);
      if (progress == nullptr) continue;
      const auto pace = model::pace_of(*progress, now_);
      if (pace && pace->actual_used_percent == snapshot.pace->actual_used_percent) return progress;
    }
    return nullptr;
  }

  std::string title(const model::UsageSnapshot& snapshot) const {
    std::string left = clean(snapshot.display_name);
    const std::size_t name_length = left.size();
    for (const auto& part : {snapshot.plan, snapshot.account}) {
      if (part && !part->empty()) left += " · " + clean(*part);
    }
    std::string right = snapshot.source ? clean(*snapshot.source) : "";
    if (snapshot.fetched_at) {
      const std::string age = format_age(*snapshot.fetched_at, now_);
      if (snapshot.stale || age != "just now") right += (right.empty() ? "" : " · ") + age;
      if (snapshot.stale) right += " · stale";
    }
    left = base::fit_width(left, width_);
    const std::size_t used = base::display_width(left) + base::display_width(right);
    std::string line = painted(left.substr(0, name_length), Paint::bold, style_.color);
    if (left.size() > name_length) line += left.substr(name_length);
    if (!right.empty() && used + k_gap <= width_)
      line += std::string(width_ - used, ' ') + painted(right, Paint::dim, style_.color);
    return line + "\n";
  }

  void set_label_column(const model::UsageSnapshot& snapshot) {
    label_width_ = 0;
    for (const model::MetricLine& line : snapshot.lines)
      label_width_ = std::max(label_width_, base::display_width(clean(model::label_of(line))));
    label_width_ = std::min({label_width_, k_longest_label, width_ / 3});
  }

  std::string head(const std::string& label) const {
    return std::string(k_margin, ' ') +
           base::pad_right(base::fit_width(clean(label), label_width_), label_width_) +
           std::string(k_gap, ' ');
  }
  std::size_t room() const { return width_ - k_margin - label_width_ - k_gap; }

  Paint verdict(double percent) const {
    if (percent >= style_.fail_at) return Paint::red;
    return percent >= style_.warn_at ? Paint::yellow : Paint::green;
  }

  std::string bar(double percent, std::size_t cells) const {
    const double share = std::clamp(percent, 0.0, 100.0) / 100.0;
    auto full = static_cast<std::size_t>(std::lround(share * static_cast<double>(cells)));
    if (percent > 0 && full == 0) full = 1;
    std::string filled;
    std::string empty;
    for (std::size_t i = 0; i < cells; ++i) (i < full ? filled : empty) += i < full ? "█" : "░";
    return painted(filled, verdict(percent), style_.color) +
           painted(empty, Paint::dim, style_.color);
  }

  std::string progress_row(const model::ProgressLine& line,
                           const std::optional<model::Pace>& pace) {
    const double percent = model::used_percent(line).value_or(0);
    const bool has_reset = line.resets_at && *line.resets_at <= now_;
    const std::string share = base::pad_left(format_fixed(percent, 0) + "%", 4);
    std::vector<std::string> facts;
    if (line.format.kind != model::NumberFormat::Kind::percent)
      facts.push_back(clean(format_amounts(line)));
    if (has_reset) {
      facts.emplace_back("has reset since");
    } else if (line.resets_at) {
      facts.push_back("resets " + format_reset_short(*line.resets_at, now_, zone_));
    }
    if (pace && !has_reset) facts.push_back(pace_words(*pace));
    const std::size_t cells = width_ >= 90 ? 24 : width_ >= 60 ? 16 : 8;
    const std::size_t bar_width = room() >= cells + 6 ? cells : 0;
    std::string text = head(line.label);
    if (bar_width > 0) text += bar(percent, bar_width) + " ";
    text += painted(share, verdict(percent), style_.color);
    return text + trailing(facts, room() - bar_width - (bar_width > 0 ? 1 : 0) - 4);
  }

  // The facts that fit behind the bar; the others go to a line of their own below it.
  std::string trailing(const std::vector<std::string>& facts, std::size_t left) const {
    std::string same_line;
    std::string below;
    for (const std::string& fact : facts) {
      const std::size_t needed = base::display_width(fact) + k_gap;
      if (below.empty() && needed <= left) {
        same_line += std::string(k_gap, ' ') + painted(fact, Paint::dim, style_.color);
        left -= needed;
      } else {
        below += (below.empty() ? "" : " · ") + fact;
      }
    }
    if (below.empty()) return same_line + "\n";
    const std::size_t indent = k_margin + label_width_ + k_gap;
    return same_line + "\n" + wrap_text(below, width_, indent);
  }

  std::string text_row(const std::string& label, std::string value,
                       const std::optional<std::string>& subtitle) const {
    if (subtitle && !subtitle->empty()) value += " (" + *subtitle + ")";
    const std::string first = head(label);
    const std::string wrapped = wrap_text(clean(value), width_, base::display_width(first));
    return wrapped.size() > base::display_width(first)
               ? first + wrapped.substr(base::display_width(first))
               : first + "\n";
  }
  std::string row(const model::TextLine& line) const {
    return text_row(line.label, line.value, line.subtitle);
  }
  std::string row(const model::BadgeLine& line) const {
    return text_row(line.label, line.text, line.subtitle);
  }
  std::string row(const model::BarChartLine& line) const {
    static const std::vector<std::string> k_levels{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double highest = 0;
    for (const auto& point : line.points) highest = std::max(highest, point.value);
    std::string spark;
    for (const auto& point : line.points) {
      const double share = highest > 0 ? std::clamp(point.value / highest, 0.0, 1.0) : 0;
      spark += k_levels.at(static_cast<std::size_t>(std::lround(share * 7)));
    }
    return text_row(line.label, spark, line.note);
  }
  std::string row(const model::ProgressLine& line) { return progress_row(line, std::nullopt); }

  std::string error_rows(const model::SnapshotError& error) const {
    std::string text = error.message;
    if (error.retry_at && *error.retry_at > now_)
      text += " Next try " + format_reset_short(*error.retry_at, now_, zone_) + ".";
    const std::string wrapped = wrap_text(clean(text), width_, k_margin + 2);
    std::string result = std::string(k_margin, ' ') + painted("✗", Paint::red, style_.color) +
                         wrapped.substr(k_margin + 1);
    if (!error.hint.empty())
      result +=
          painted(wrap_text(clean(error.hint), width_, k_margin + 2), Paint::dim, style_.color);
    return result;
  }

  base::TimePoint now_;
  const system::TimeZone& zone_;
  const CardStyle& style_;
  std::size_t width_;
  std::size_t label_width_ = 0;
};

}  // namespace

std::string render_cards(const std::vector<model::UsageSnapshot>& snapshots, base::TimePoint now,
                         const system::TimeZone& zone, const CardStyle& style) {
  CardRenderer renderer(now, zone, style);
  std::string text;
  for (const model::UsageSnapshot& snapshot : snapshots) text += renderer.render(snapshot);
  return text;
}

}  // namespace usagestat::cli
