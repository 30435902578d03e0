// SPDX-License-Identifier: MIT
// Snapshots for people at a terminal: a title and one row a line, with bars and colours.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/usage_snapshot.hpp"
#include "system/time_zones.hpp"

namespace usagestat::cli {

struct CardStyle {
  std::size_t width = 80;  // columns; 30 and less are treated as 30
  bool color = false;
  double warn_at = 80;  // percent used from which a bar is yellow
  double fail_at = 95;  // … and red
};

std::string render_cards(const std::vector<model::UsageSnapshot>& snapshots, base::TimePoint now,
                         const system::TimeZone& zone, const CardStyle& style);

}  // namespace usagestat::cli
