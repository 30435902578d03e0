// SPDX-License-Identifier: MIT
#include "cli/format_metric.hpp"

#include <array>
#include <cstdio>
#include <string_view>

namespace usagestat::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 7> k_days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string clock_12(const base::CivilTime& time) {
  const int hour = time.hour % 12 == 0 ? 12 : time.hour % 12;
  return std::to_string(hour) + ":" + two_digits(time.minute) + (time.hour < 12 ? " AM" : " PM");
}

std::string clock_24(const base::CivilTime& time) {
  return two_digits(time.hour) + ":" + two_digits(time.minute);
}

// "Tue" within six days, else "Mar 26", with the year when it is not this one.
std::string day_name(base::TimePoint time, const base::CivilTime& local, base::TimePoint now,
                     const system::TimeZone& zone) {
  if (time > now && time - now < 6 * 24h)
    return std::string(k_days.at(static_cast<std::size_t>(local.weekday)));
  std::string text = std::string(k_months.at(local.month - 1)) + " " + std::to_string(local.day);
  if (base::civil_time(now, zone.offset_at(now)).year != local.year)
    text += " " + std::to_string(local.year);
  return text;
}

}  // namespace

std::string format_fixed(double value, int digits) {
  std::array<char, 400> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.*f", digits, value);
  std::string text(buffer.data(), static_cast<std::size_t>(length));
  // "-0" and "-0.00" say no more than "0".
  if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

std::string format_amounts(const model::ProgressLine& line) {
  switch (line.format.kind) {
    case model::NumberFormat::Kind::dollars:
      return "$" + format_fixed(line.used, 2) + " / $" + format_fixed(line.limit, 2);
    case model::NumberFormat::Kind::count:
      return format_fixed(line.used, 0) + " / " + format_fixed(line.limit, 0) +
             (line.format.suffix.empty() ? "" : " " + line.format.suffix);
    case model::NumberFormat::Kind::percent:
      break;
  }
  return format_fixed(line.used, 0) + " / " + format_fixed(line.limit, 0);
}

std::string format_progress_plain(const model::ProgressLine& line) {
  if (line.format.kind != model::NumberFormat::Kind::percent) return format_amounts(line);
  return format_fixed(model::used_percent(line).value_or(0), 1) + "% (" + format_amounts(line) +
         ")";
}

std::string format_reset_plain(base::TimePoint resets_at, base::TimePoint now,
                               const system::TimeZone& zone) {
  if (resets_at <= now) return "has reset";
  const auto left = std::chrono::floor<std::chrono::minutes>(resets_at - now);
  if (left < 24h) {
    const auto hours = left.count() / 60;
    return "resets in " + (hours > 0 ? std::to_string(hours) + "h " : "") +
           std::to_string(left.count() % 60) + "m";
  }
  const base::CivilTime local = base::civil_time(resets_at, zone.offset_at(resets_at));
  return "resets " + day_name(resets_at, local, now, zone) + " " + clock_12(local);
}

std::string format_reset_short(base::TimePoint resets_at, base::TimePoint now,
                               const system::TimeZone& zone) {
  if (resets_at <= now) return "just now";
  if (resets_at - now < 24h) return "in " + base::format_duration(resets_at - now);
  const base::CivilTime local = base::civil_time(resets_at, zone.offset_at(resets_at));
  return day_name(resets_at, local, now, zone) + " " + clock_24(local);
}

std::string format_clock(base::TimePoint time, base::TimePoint now, const system::TimeZone& zone) {
  const base::CivilTime local = base::civil_time(time, zone.offset_at(time));
  if (time > now && time - now < 24h) return clock_24(local);
  return day_name(time, local, now, zone) + " " + clock_24(local);
}

std::string format_age(base::TimePoint then, base::TimePoint now) {
  const auto age = now - then;
  if (age < 5s) return "just now";
  if (age < 60s)
    return std::to_string(std::chrono::floor<std::chrono::seconds>(age).count()) + "s ago";
  return base::format_duration(age) + " ago";
}

}  // namespace usagestat::cli
