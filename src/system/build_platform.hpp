// SPDX-License-Identifier: MIT
// Which platform this binary is built for; the value is in build_platform_<platform>.cpp.
#pragma once

#include "system/environment.hpp"

namespace usagestat::system {

extern const Platform build_platform;

}  // namespace usagestat::system
