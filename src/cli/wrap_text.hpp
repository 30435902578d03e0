// SPDX-License-Identifier: MIT
// Paragraphs and two-column lists for a given width.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usagestat::cli {

// Words filled into lines of at most `width` columns, each after `indent` blanks; paragraphs are
// separated by an empty line. Ends with a line feed.
std::string wrap_text(std::string_view text, std::size_t width, std::size_t indent);

// Rows "  left  right…" with the right side aligned and wrapped; on a narrow terminal, or after a
// long left side, the right side begins on its own line.
std::string two_columns(const std::vector<std::pair<std::string, std::string>>& rows,
                        std::size_t width);

}  // namespace usagestat::cli
