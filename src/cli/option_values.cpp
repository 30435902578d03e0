// SPDX-License-Identifier: MIT
#include "cli/option_values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/log.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/moment.hpp"
#include "model/source_mode.hpp"

namespace usagestat::cli {
namespace {

base::Error wrong_value(const Option& option, const std::string& value, std::string allowed) {
  return {base::ErrorKind::usage,
          "Option --" + std::string(option.name) + " does not take \"" + value + "\".",
          std::move(allowed)};
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::optional<std::size_t> parse_count(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
  return value;
}

std::vector<std::string> choices_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::mode:
      return model::source_mode_words();
    case ValueKind::log_level:
      return {"error", "warning", "info", "debug", "trace"};
    case ValueKind::format:
    case ValueKind::log_format:
      return {"text", "json"};
    case ValueKind::table_format:
      return {"text", "json", "csv"};
    case ValueKind::export_format:
      return {"json", "csv"};
    default:
      return {};
  }
}

base::Result<void> check_option_value(const Option& option, const std::string& value) {
  switch (option.kind) {
    case ValueKind::duration:
      if (base::parse_duration(value)) return {};
      return wrong_value(option, value, "Write a duration such as 90s, 5m, 2h or 7d.");
    case ValueKind::number: {
      const auto number = parse_number(value);
      if (number && *number >= 0 && *number <= 1000) return {};
      return wrong_value(option, value, "Write a number from 0 to 1000.");
    }
    case ValueKind::count:
      if (parse_count(value)) return {};
      return wrong_value(option, value, "Write a whole number from 1 on.");
    case ValueKind::moment:
      if (moment_of(value, DayEdge::begin, {}, *system::utc_time_zone())) return {};
      return wrong_value(option, value,
                         "Write how long ago (90s, 5m, 2h, 7d), a date (2026-03-26) or a time "
                         "(2026-03-26T11:16:29Z).");
    case ValueKind::log_level:
      if (base::log_level_from(value)) return {};
      break;
    case ValueKind::mode:
    case ValueKind::format:
    case ValueKind::table_format:
    case ValueKind::export_format:
    case ValueKind::log_format: {
      const auto allowed = choices_of(option.kind);
      if (std::ranges::find(allowed, value) != allowed.end()) return {};
      break;
    }
    default:
      if (!value.empty()) return {};
      return wrong_value(option, value, "Its value must not be empty.");
  }
  const auto allowed = choices_of(option.kind);
  const auto near = base::nearest_words(value, allowed, 1);
  return wrong_value(option, value,
                     (near.empty() ? "" : "Did you mean " + near.front() + "? ") +
                         "It is one of: " + base::join(allowed, ", ") + ".");
}

}  // namespace usagestat::cli
