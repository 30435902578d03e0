// SPDX-License-Identifier: MIT
// Colours of a terminal (ECMA-48 SGR), or none.
#pragma once

#include <string>
#include <string_view>

namespace usagestat::cli {

enum class Paint { plain, bold, dim, green, yellow, red, cyan };

// `text` between the escape sequences of `paint`, or as it is without colour.
std::string painted(std::string_view text, Paint paint, bool color);

}  // namespace usagestat::cli
