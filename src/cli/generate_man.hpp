// SPDX-License-Identifier: MIT
// The manual page, made from the command table.
#pragma once

#include <string>

namespace usagestat::cli {

// troff with the man macros.
std::string manual_page();

}  // namespace usagestat::cli
