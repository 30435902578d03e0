// SPDX-License-Identifier: MIT
// A table in a rounded box.
#pragma once

#include <string>
#include <vector>

namespace usagestat::cli {

// The first row is the header. Columns are as wide as their widest cell; when that is more than
// `width`, cells are cut with "…", and where even that does not fit, columns are left out from the
// right.
std::string render_table(const std::vector<std::vector<std::string>>& rows, std::size_t width);

}  // namespace usagestat::cli
