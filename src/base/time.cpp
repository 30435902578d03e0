// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include <array>
#include <cstdio>

namespace usagestat::base {
namespace {

using namespace std::chrono;

// Reads digits and marks from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool skip(std::string_view mark) {
    if (!rest_.starts_with(mark)) return false;
    rest_.remove_prefix(mark.size());
    return true;
  }
  bool skip_any(std::string_view marks) {
    if (rest_.empty() || marks.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly `count` digits; −1 when they are not there.
  int digits(std::size_t count) {
    if (rest_.size() < count) return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return -1;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  // A fraction's digits as milliseconds, cut; −1 when there is none.
  int fraction_ms() {
    int value = 0;
    std::size_t count = 0;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
      if (count < 3) value = value * 10 + (rest_[count] - '0');
    }
    if (count == 0) return -1;
    rest_.remove_prefix(count);
    for (std::size_t i = count; i < 3; ++i) value *= 10;
    return value;
  }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<TimePoint> instant(int year, int month, int day, int hour, int minute, int second) {
  // A leap second (60) is not accepted: no clock here shows one.
  if (year < 1 || month < 1 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 59)
    return std::nullopt;
  const year_month_day date{std::chrono::year(year),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return TimePoint(sys_days(date)) + hours(hour) + minutes(minute) + seconds(second);
}

std::optional<minutes> utc_offset(Scanner& scanner) {
  if (scanner.skip_any("Zz")) return minutes(0);
  const bool is_west = scanner.skip("-");
  if (!is_west && !scanner.skip("+")) return std::nullopt;
  const int hour = scanner.digits(2);
  if (!scanner.skip(":")) return std::nullopt;
  const int minute = scanner.digits(2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  const minutes offset = hours(hour) + minutes(minute);
  return is_west ? -offset : offset;
}

constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::optional<TimePoint> parse_rfc3339(std::string_view text) {
  Scanner scanner(text);
  const int year = scanner.digits(4);
  if (!scanner.skip("-")) return std::nullopt;
  const int month = scanner.digits(2);
  if (!scanner.skip("-")) return std::nullopt;
  const int day = scanner.digits(2);
  if (!scanner.skip_any("Tt ")) return std::nullopt;
  const int hour = scanner.digits(2);
  if (!scanner.skip(":")) return std::nullopt;
  const int minute = scanner.digits(2);
  if (!scanner.skip(":")) return std::nullopt;
  const auto time = instant(year, month, day, hour, minute, scanner.digits(2));
  if (!time) return std::nullopt;
  int fraction = 0;
  if (scanner.skip(".")) {
    fraction = scanner.fraction_ms();
    if (fraction < 0) return std::nullopt;
  }
  const auto offset = utc_offset(scanner);
  if (!offset || !scanner.at_end()) return std::nullopt;
  const TimePoint result = *time + milliseconds(fraction) - *offset;
  static const TimePoint k_first = *instant(1, 1, 1, 0, 0, 0);
  static const TimePoint k_last = *instant(9999, 12, 31, 23, 59, 59) + milliseconds(999);
  if (result < k_first || result > k_last) return std::nullopt;
  return result;
}

std::string format_utc(TimePoint time) {
  const CivilTime civil = civil_time(time, seconds(0));
  const auto fraction = static_cast<int>((time - floor<seconds>(time)).count());
  std::array<char, 64> buffer{};
  int length =
      std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d", civil.year,
                    civil.month, civil.day, civil.hour, civil.minute, civil.second);
  std::string text(buffer.data(), static_cast<std::size_t>(length));
  if (fraction != 0) {
    length = std::snprintf(buffer.data(), buffer.size(), ".%03d", fraction);
    text.append(buffer.data(), static_cast<std::size_t>(length));
  }
  return text + "Z";
}

std::optional<TimePoint> parse_http_date(std::string_view text) {
  // "Sun, 06 Nov 1994 08:49:37 GMT"; the weekday says nothing new.
  const auto comma = text.find(", ");
  if (comma != 3) return std::nullopt;
  Scanner scanner(text.substr(comma + 2));
  const int day = scanner.digits(2);
  if (!scanner.skip(" ")) return std::nullopt;
  int month = 0;
  for (std::size_t i = 0; i < k_months.size() && month == 0; ++i) {
    if (scanner.skip(k_months.at(i))) month = static_cast<int>(i) + 1;
  }
  if (month == 0 || !scanner.skip(" ")) return std::nullopt;
  const int year = scanner.digits(4);
  if (!scanner.skip(" ")) return std::nullopt;
  const int hour = scanner.digits(2);
  if (!scanner.skip(":")) return std::nullopt;
  const int minute = scanner.digits(2);
  if (!scanner.skip(":")) return std::nullopt;
  const int second = scanner.digits(2);
  if (!scanner.skip(" GMT") || !scanner.at_end()) return std::nullopt;
  return instant(year, month, day, hour, minute, second);
}

std::optional<Milliseconds> parse_duration(std::string_view text) {
  std::size_t count = 0;
  std::int64_t value = 0;
  for (; count < text.size() && text[count] >= '0' && text[count] <= '9'; ++count) {
    if (count > 12) return std::nullopt;
    value = value * 10 + (text[count] - '0');
  }
  if (count == 0) return std::nullopt;
  const std::string_view unit = text.substr(count);
  Milliseconds factor{};
  if (unit == "ms") {
    factor = milliseconds(1);
  } else if (unit == "s" || unit.empty()) {
    factor = seconds(1);
  } else if (unit == "m" || unit == "min") {
    factor = minutes(1);
  } else if (unit == "h") {
    factor = hours(1);
  } else if (unit == "d") {
    factor = days(1);
  } else {
    return std::nullopt;
  }
  constexpr Milliseconds k_longest = days(3652);
  if (value > k_longest / factor) return std::nullopt;
  return value * factor;
}

std::string format_duration(Milliseconds duration) {
  const std::int64_t total = floor<minutes>(duration).count();
  if (total < 1) return "<1m";
  const std::int64_t day = total / 60 / 24;
  const std::int64_t hour = total / 60 % 24;
  const std::int64_t minute = total % 60;
  if (day > 0)
    return std::to_string(day) + "d" + (hour > 0 ? " " + std::to_string(hour) + "h" : "");
  if (hour > 0)
    return std::to_string(hour) + "h" + (minute > 0 ? " " + std::to_string(minute) + "m" : "");
  return std::to_string(minute) + "m";
}

CivilTime civil_time(TimePoint time, std::chrono::seconds utc_offset) {
  const TimePoint local = time + utc_offset;
  const auto day = floor<days>(local);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(local - day));
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(weekday(day).c_encoding())};
}

}  // namespace usagestat::base
