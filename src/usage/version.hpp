// SPDX-License-Identifier: MIT
// The version of the program, from the project() line of CMakeLists.txt.
#pragma once

#include <string_view>

namespace usagestat::usage {

inline constexpr std::string_view k_version = USAGESTAT_VERSION;

}  // namespace usagestat::usage
