// SPDX-License-Identifier: MIT
#include "cli/thresholds.hpp"

#include "base/text.hpp"
#include "cli/format_metric.hpp"

namespace usagestat::cli {

model::Thresholds configured_thresholds(const model::ProviderConfig& entry,
                                        const model::DefaultsConfig& defaults) {
  model::Thresholds thresholds;
  thresholds.warn_at = entry.warn_at ? entry.warn_at : defaults.warn_at;
  thresholds.fail_at = entry.fail_at ? entry.fail_at : defaults.fail_at;
  return thresholds;
}

model::Thresholds asked_thresholds(const Arguments& arguments, model::Thresholds configured) {
  model::Thresholds thresholds = configured;
  if (const auto warn = arguments.number("warn")) thresholds.warn_at = warn;
  thresholds.min_remaining = arguments.number("min-remaining");
  if (thresholds.min_remaining) thresholds.fail_at.reset();
  if (const auto fail = arguments.number("fail")) thresholds.fail_at = fail;
  return thresholds;
}

std::string asked_window(const Arguments& arguments) {
  return model::window_word(arguments.text("window").value_or("any"));
}

ExitCode exit_code_for(model::Verdict verdict) {
  switch (verdict) {
    case model::Verdict::warning:
      return ExitCode::warning;
    case model::Verdict::critical:
      return ExitCode::critical;
    case model::Verdict::unknown:
      return ExitCode::unknown;
    case model::Verdict::ok:
      break;
  }
  return ExitCode::ok;
}

std::string check_sentence(const model::Check& check, base::TimePoint now,
                           const system::TimeZone& zone) {
  std::string text = check.instance_id;
  if (!check.window.empty()) text += " " + base::without_control_characters(check.window);
  const std::string verdict(model::to_string(check.verdict));
  if (!check.used_percent) return text + " " + verdict + ": " + check.reason;
  text += " " + check.reason + " " + verdict;
  if (check.resets_at) text += ", resets " + format_reset_short(*check.resets_at, now, zone);
  return text;
}

}  // namespace usagestat::cli
