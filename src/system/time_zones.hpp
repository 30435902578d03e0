// SPDX-License-Identifier: MIT
// IANA time zones by name.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace usagestat::system {

class TimeZone {
 public:
  virtual ~TimeZone() = default;
  virtual const std::string& name() const = 0;
  // East of UTC at that instant.
  virtual std::chrono::seconds offset_at(base::TimePoint time) const = 0;
  // The instant of a civil time: a skipped one is read with the offset before the jump, a repeated
  // one is the first. Month and day may overflow ("day 32").
  virtual base::TimePoint instant_of(const base::CivilTime& local) const = 0;
};

using TimeZonePtr = std::shared_ptr<const TimeZone>;

// The zone, or kind config when this machine's database does not know the name. "UTC" always works.
base::Result<TimeZonePtr> find_time_zone(std::string_view name);

TimeZonePtr utc_time_zone();

// TZ, else /etc/localtime, else UTC.
TimeZonePtr local_time_zone();

}  // namespace usagestat::system
