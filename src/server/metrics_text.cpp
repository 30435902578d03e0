// SPDX-License-Identifier: MIT
#include "server/metrics_text.hpp"

#include <set>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "model/verdict.hpp"
#include "system/crypto.hpp"
#include "usage/version.hpp"

namespace usagestat::server {
namespace {

// No person is named in a time series.
std::string without_address(std::string_view text) {
  if (text.find('@') == std::string_view::npos) return std::string(text);
  constexpr std::size_t k_digits = 10;
  return "account-" + base::hex_encode(system::sha256(text)).substr(0, k_digits);
}

std::string label(std::string_view name, std::string_view value) {
  std::string text = base::to_valid_utf8(without_address(value));
  text = base::replace_all(text, "\\", "\\\\");
  text = base::replace_all(text, "\"", "\\\"");
  text = base::replace_all(text, "\n", "\\n");
  return std::string(name) + "=\"" + text + "\"";
}

std::string number(double value) { return base::write_json(value, base::JsonStyle::compact); }

double seconds(base::TimePoint time) {
  return static_cast<double>(time.time_since_epoch().count()) / 1000;
}

// One metric: its description, then one sample a line.
class Family {
 public:
  Family(std::string_view name, std::string_view unit, std::string_view help) : name_(name) {
    text_ = "# TYPE " + name_ + " gauge\n";
    if (!unit.empty()) text_ += "# UNIT " + name_ + " " + std::string(unit) + "\n";
    text_ += "# HELP " + name_ + " " + std::string(help) + "\n";
  }
  void add(const std::string& labels, double value) {
    text_ += name_ + "{" + labels + "} " + number(value) + "\n";
  }
  const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

struct Families {
  Family build{"usagestat_build_info", "", "The version that answers, as a label."};
  Family ratio{"usagestat_used_ratio", "ratio", "Used share of a window, 1 when it is used up."};
  Family used{"usagestat_used", "", "Used amount of a window, in the unit of the label."};
  Family limit{"usagestat_limit", "", "Size of a window, in the unit of the label."};
  Family reset{"usagestat_reset_timestamp_seconds", "seconds", "When a window begins anew."};
  Family success{"usagestat_last_success_timestamp_seconds", "seconds",
                 "When the figures were last fetched."};
  Family duration{"usagestat_probe_duration_seconds", "seconds", "How long the last probe took."};
  Family up{"usagestat_up", "", "1 when the last probe gave figures, 0 when it failed."};
};

std::string unit_of(const model::NumberFormat& format) {
  if (format.kind == model::NumberFormat::Kind::dollars) return "usd";
  if (format.kind == model::NumberFormat::Kind::percent) return "percent";
  return format.suffix.empty() ? "count" : format.suffix;
}

void add_windows(const model::UsageSnapshot& snapshot, const std::string& labels,
                 base::TimePoint now, Families& families) {
  std::set<std::string> seen;
  for (const model::MetricLine& any : snapshot.lines) {
    const auto* line = std::get_if<model::ProgressLine>(&any);
    if (line == nullptr) continue;
    const std::string window = labels + "," + label("window", model::window_word(line->label));
    if (!seen.insert(window).second) continue;
    const bool has_reset = line->resets_at && *line->resets_at <= now;
    const double used = has_reset ? 0 : line->used;
    const std::string with_unit = window + "," + label("unit", unit_of(line->format));
    families.used.add(with_unit, used);
    if (line->limit > 0) {
      families.ratio.add(window, used / line->limit);
      families.limit.add(with_unit, line->limit);
    }
    if (line->resets_at) families.reset.add(window, seconds(*line->resets_at));
  }
}

}  // namespace

std::string metrics_text(const std::vector<InstanceState>& states, base::TimePoint now) {
  Families families;
  families.build.add(label("version", usage::k_version), 1);
  for (const InstanceState& state : states) {
    if (!state.is_on()) continue;
    const std::string labels = label("provider", state.instance.plugin->manifest.id) + "," +
                               label("instance", state.instance.key());
    if (state.attempt)
      families.duration.add(labels, static_cast<double>(state.attempt->duration.count()) / 1000);
    if (!state.snapshot) continue;
    families.up.add(labels, state.snapshot->error ? 0 : 1);
    if (state.snapshot->fetched_at)
      families.success.add(labels, seconds(*state.snapshot->fetched_at));
    add_windows(*state.snapshot, labels, now, families);
  }
  std::string text;
  for (const Family* family :
       {&families.build, &families.ratio, &families.used, &families.limit, &families.reset,
        &families.success, &families.duration, &families.up})
    text += family->text();
  return text + "# EOF\n";
}

}  // namespace usagestat::server
