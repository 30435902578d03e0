// SPDX-License-Identifier: MIT
// Chosen by CMake.
#include "system/build_platform.hpp"

namespace usagestat::system {

const Platform build_platform = Platform::macos;

}  // namespace usagestat::system
