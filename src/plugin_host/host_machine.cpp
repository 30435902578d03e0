// SPDX-License-Identifier: MIT
// Environment, log, pauses and time zones for plugins.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Result;

Result<base::TimePoint> instant(const HostArguments& arguments, double epoch_ms) {
  constexpr double k_largest_date = 8.64e15;  // of ECMAScript
  if (!(std::abs(epoch_ms) <= k_largest_date)) return arguments.wrong("that is no instant");
  return base::TimePoint(base::Milliseconds(static_cast<std::int64_t>(epoch_ms)));
}

// Variables are named more freely than members of documents: X_KEY, X_COOKIE, X_PASS.
bool names_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 6> k_words{"key",    "token", "cookie",
                                                    "secret", "pass",  "credential"};
  return std::ranges::any_of(
      k_words, [name](std::string_view word) { return base::contains_ignoring_case(name, word); });
}

}  // namespace

Result<json::value> env_get(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  if (!context.access.may_read_variable(name)) return json::value();
  const auto value = context.access.variable(name);
  if (!value) return json::value();
  if (names_a_secret(name)) context.redactor.add_secret(*value);
  return json::value(base::to_valid_utf8(*value));
}

Result<json::value> log_write(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string level, arguments.text(0));
  USAGESTAT_TRY(const std::string message, arguments.text(1));
  context.log.log(base::log_level_from(level).value_or(base::LogLevel::info),
                  "plugin:" + context.request.instance_id, context.redactor.redact(message));
  return json::value();
}

Result<json::value> sleep_ms(HostContext& context, const HostArguments& arguments) {
  constexpr double k_longest_ms = 2000;
  USAGESTAT_TRY(const double wanted, arguments.number(0));
  if (!(wanted >= 0 && wanted <= k_longest_ms)) return arguments.wrong("0 to 2000 ms are allowed");
  USAGESTAT_CHECK(context.system.clock.sleep(base::Milliseconds(static_cast<std::int64_t>(wanted)),
                                             context.deadline));
  return json::value();
}

Result<json::value> time_offset_minutes(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const double epoch_ms, arguments.number(1));
  USAGESTAT_TRY(const base::TimePoint time, instant(arguments, epoch_ms));
  USAGESTAT_TRY(const auto zone, system::find_time_zone(name));
  return json::value(static_cast<double>(zone->offset_at(time).count()) / 60.0);
}

Result<json::value> time_epoch_ms(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const auto zone, system::find_time_zone(name));
  double parts[6] = {};
  for (std::size_t i = 0; i < 6; ++i) {
    USAGESTAT_TRY(parts[i], arguments.number_or(i + 1, i < 3 ? 1 : 0));
    if (!(std::abs(parts[i]) <= 100000)) return arguments.wrong("that is no civil time");
  }
  if (!(parts[0] >= 1 && parts[0] <= 9999) || parts[1] < 1 || parts[2] < 1 || parts[3] < 0)
    return arguments.wrong("that is no civil time");
  base::CivilTime civil;
  civil.year = static_cast<int>(parts[0]);
  civil.month = static_cast<unsigned>(parts[1]);
  civil.day = static_cast<unsigned>(parts[2]);
  civil.hour = static_cast<int>(parts[3]);
  civil.minute = static_cast<int>(parts[4]);
  civil.second = static_cast<int>(parts[5]);
  return json::value(zone->instant_of(civil).time_since_epoch().count());
}

Result<json::value> not_available(HostContext&, const HostArguments& arguments) {
  return base::Error{base::ErrorKind::unsupported,
                     arguments.function() + " is not available in this version.", ""};
}

}  // namespace usagestat::plugin_host
