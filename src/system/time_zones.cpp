// SPDX-License-Identifier: MIT
// Time zones by cctz, which reads the machine's database (/usr/share/zoneinfo).
#include "system/time_zones.hpp"

#include <filesystem>
#include <mutex>
#include <system_error>
#include <utility>

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include "system/real_environment.hpp"

namespace usagestat::system {
namespace {

class CctzTimeZone final : public TimeZone {
 public:
  CctzTimeZone(std::string name, cctz::time_zone zone) : name_(std::move(name)), zone_(zone) {}

  const std::string& name() const override { return name_; }

  std::chrono::seconds offset_at(base::TimePoint time) const override {
    const auto seconds = std::chrono::floor<cctz::seconds>(time);
    return std::chrono::seconds{zone_.lookup(seconds).offset};
  }

  base::TimePoint instant_of(const base::CivilTime& local) const override {
    // The library normalises fields that overflow.
    const cctz::civil_second civil(local.year, static_cast<int>(local.month),
                                   static_cast<int>(local.day), local.hour, local.minute,
                                   local.second);
    // `pre` is the instant by the offset before a change: what is wanted for skipped times, and the
    // first of two for repeated ones.
    return std::chrono::time_point_cast<base::Milliseconds>(zone_.lookup(civil).pre);
  }

 private:
  std::string name_;
  cctz::time_zone zone_;
};

// "Europe/Paris", never a path out of the database.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos)
    return false;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && std::string_view("/_+-").find(c) == std::string_view::npos) return false;
  }
  return true;
}

// The name behind /etc/localtime, a link into the database on most systems.
std::string name_of_local_file() {
  std::error_code error;
  const std::string target = std::filesystem::read_symlink("/etc/localtime", error).string();
  constexpr std::string_view marker = "zoneinfo/";
  const auto at = target.find(marker);
  if (error || at == std::string::npos) return {};
  std::string name = target.substr(at + marker.size());
  for (const std::string_view variant : {"posix/", "right/"}) {
    if (name.starts_with(variant)) name.erase(0, variant.size());
  }
  return name;
}

TimeZonePtr load_local_zone() {
  std::string name;
  if (auto variable = RealEnvironment().get("TZ")) {
    name = variable->starts_with(':') ? variable->substr(1) : *variable;
  } else {
    name = name_of_local_file();
  }
  if (auto zone = find_time_zone(name)) return *std::move(zone);
  cctz::time_zone zone;  // also understands a path in TZ, and a plain file /etc/localtime
  if (!cctz::load_time_zone("localtime", &zone)) return utc_time_zone();
  return std::make_shared<CctzTimeZone>("localtime", zone);
}

// Reads the database only when somebody asks: most commands never show a local time.
class LocalTimeZone final : public TimeZone {
 public:
  const std::string& name() const override { return zone().name(); }
  std::chrono::seconds offset_at(base::TimePoint time) const override {
    return zone().offset_at(time);
  }
  base::TimePoint instant_of(const base::CivilTime& local) const override {
    return zone().instant_of(local);
  }

 private:
  const TimeZone& zone() const {
    std::call_once(loaded_, [this] { zone_ = load_local_zone(); });
    return *zone_;
  }

  mutable std::once_flag loaded_;
  mutable TimeZonePtr zone_;
};

}  // namespace

base::Result<TimeZonePtr> find_time_zone(std::string_view name) {
  if (name == "UTC" || name == "Etc/UTC") {
    return TimeZonePtr(std::make_shared<CctzTimeZone>(std::string(name), cctz::utc_time_zone()));
  }
  cctz::time_zone zone;
  if (!is_zone_name(name) || !cctz::load_time_zone(std::string(name), &zone)) {
    return base::Error{base::ErrorKind::config,
                       "The time zone \"" + std::string(name) + "\" is not known on this machine.",
                       "Use a name such as Europe/Paris or UTC; the package tzdata brings them."};
  }
  return TimeZonePtr(std::make_shared<CctzTimeZone>(std::string(name), zone));
}

TimeZonePtr utc_time_zone() { return std::make_shared<CctzTimeZone>("UTC", cctz::utc_time_zone()); }

TimeZonePtr local_time_zone() { return std::make_shared<LocalTimeZone>(); }

}  // namespace usagestat::system
