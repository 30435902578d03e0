// SPDX-License-Identifier: MIT
#include "cli/render_history.hpp"

#include <algorithm>
#include <ranges>

#include "base/text.hpp"
#include "cli/format_metric.hpp"
#include "cli/paint.hpp"
#include "cli/render_table.hpp"

namespace usagestat::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr double k_full = 100;  // percent

std::string clean(std::string_view text) { return base::without_control_characters(text); }
std::string percent(double value) { return format_fixed(value, 1) + "%"; }
std::string dollars(double value) { return "$" + format_fixed(value, 2); }

void add_course(Rows& rows, const std::string& label, const Course& course, std::size_t cells,
                double top, std::string (*format)(double)) {
  const auto [low, high] = std::ranges::minmax(course | std::views::values);
  rows.push_back({clean(label), sparkline(course, top, cells), format(course.back().second),
                  format(low), format(high)});
}

std::string local_time(base::TimePoint time, const system::TimeZone& zone) {
  // Shifted, so that UTC's digits are those of the zone.
  std::string text =
      base::format_utc(std::chrono::floor<std::chrono::minutes>(time + zone.offset_at(time)));
  text.resize(std::string_view("2026-03-26T11:16").size());
  text.at(text.find('T')) = ' ';
  return text;
}

}  // namespace

void HistoryPicture::add(const model::HistorySample& sample) {
  const auto [found, is_new] = place_.try_emplace(sample.instance_id, instances_.size());
  if (is_new) {
    instances_.emplace_back();
    instances_.back().id = sample.instance_id;
    instances_.back().first = sample.at;
  }
  Instance& instance = instances_.at(found->second);
  ++instance.count;
  for (const model::ProgressLine& line : sample.progress) {
    const auto used = model::used_percent(line);
    if (!used) continue;
    const auto [window, is_first] = instance.windows.try_emplace(line.label);
    if (is_first) instance.labels.push_back(line.label);
    window->second.emplace_back(sample.at, *used);
  }
  if (sample.progress.empty())
    instance.primary.emplace_back(sample.at, sample.metrics.primary_percent);
  if (sample.metrics.cost) instance.cost.emplace_back(sample.at, *sample.metrics.cost);
  instance.newest.push_back(sample);
  if (instance.newest.size() > std::max<std::size_t>(newest_, 1)) instance.newest.pop_front();
}

class HistoryPicture::Renderer {
 public:
  Renderer(base::TimePoint now, const system::TimeZone& zone, std::size_t width, bool color)
      : now_(now), zone_(zone), width_(std::max<std::size_t>(width, 30)), color_(color) {}

  std::string render(const Instance& instance, std::size_t newest) const {
    std::string text = title(instance);
    const Rows courses = course_rows(instance);
    if (courses.size() > 1) text += render_table(courses, width_);
    if (newest > 0) text += render_table(sample_rows(instance), width_);
    return text + "\n";
  }

 private:
  std::string title(const Instance& instance) const {
    const model::HistorySample& latest = instance.newest.back();
    std::string name = clean(latest.display_name);
    if (latest.display_name != instance.id) name += "  (" + clean(instance.id) + ")";
    if (latest.plan) name += " · " + clean(*latest.plan);
    name = base::fit_width(name, width_);
    std::string facts = std::to_string(instance.count) +
                        (instance.count == 1 ? " sample" : " samples") + ", " +
                        local_time(instance.first, zone_);
    if (instance.count > 1) facts += " to " + local_time(latest.at, zone_);
    facts += ", newest " + format_age(latest.at, now_);
    return painted(name, Paint::bold, color_) + "\n" +
           painted(base::fit_width(facts, width_), Paint::dim, color_) + "\n";
  }

  // What the other columns and the frame leave.
  std::size_t trend_cells(const Instance& instance) const {
    constexpr std::size_t k_others = 4 + 3 * 9 + 12;  // frame, figures, gaps
    constexpr std::size_t k_fewest = 8;
    constexpr std::size_t k_most = 48;
    std::size_t label = 6;
    for (const std::string& one : instance.labels)
      label = std::max(label, base::display_width(clean(one)));
    const std::size_t taken = k_others + label;
    return std::clamp(width_ > taken ? width_ - taken : 0, k_fewest, k_most);
  }

  Rows course_rows(const Instance& instance) const {
    Rows rows{{"window", "trend", "now", "low", "high"}};
    const std::size_t cells = trend_cells(instance);
    for (const std::string& label : instance.labels)
      add_course(rows, label, instance.windows.at(label), cells, k_full, percent);
    if (!instance.primary.empty() && instance.labels.empty())
      add_course(rows, "used", instance.primary, cells, k_full, percent);
    if (!instance.cost.empty()) {
      const double top = std::ranges::max(instance.cost | std::views::values);
      add_course(rows, "cost", instance.cost, cells, top, dollars);
    }
    return rows;
  }

  Rows sample_rows(const Instance& instance) const {
    Rows rows{{"time", "used"}};
    for (const std::string& label : instance.labels) rows.front().push_back(clean(label));
    if (!instance.cost.empty()) rows.front().emplace_back("cost");
    for (const model::HistorySample& sample : instance.newest) {
      std::vector<std::string> row{local_time(sample.at, zone_),
                                   percent(sample.metrics.primary_percent)};
      for (const std::string& label : instance.labels) row.push_back(value_of(sample, label));
      if (!instance.cost.empty())
        row.push_back(sample.metrics.cost ? dollars(*sample.metrics.cost) : "-");
      rows.push_back(std::move(row));
    }
    return rows;
  }

  static std::string value_of(const model::HistorySample& sample, const std::string& label) {
    for (const model::ProgressLine& line : sample.progress) {
      const auto used = model::used_percent(line);
      if (line.label == label && used) return percent(*used);
    }
    return "-";
  }

  base::TimePoint now_;
  const system::TimeZone& zone_;
  std::size_t width_;
  bool color_;
};

std::string HistoryPicture::render(base::TimePoint now, const system::TimeZone& zone,
                                   std::size_t width, bool color) const {
  const Renderer renderer(now, zone, width, color);
  std::string text;
  for (const Instance& instance : instances_) text += renderer.render(instance, newest_);
  return text;
}

}  // namespace usagestat::cli
