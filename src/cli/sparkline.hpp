// SPDX-License-Identifier: MIT
// A course of values in one line of text.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace usagestat::cli {

using Course = std::vector<std::pair<base::TimePoint, double>>;

// At most `cells` columns, each one an equal share of the time from the first value to the last and
// as high as its highest value is between 0 and `top`; a blank where there is none.
std::string sparkline(const Course& course, double top, std::size_t cells);

}  // namespace usagestat::cli
