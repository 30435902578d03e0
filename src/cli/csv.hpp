// SPDX-License-Identifier: MIT
// Samples as comma-separated values (RFC 4180 with LF line ends).
#pragma once

#include <string>
#include <string_view>

#include "model/history_sample.hpp"

namespace usagestat::cli {

// A cell of text. One with a comma, a double quote or a line end is quoted. One that a spreadsheet
// would run as a formula (first character = + - @, a tab or a carriage return) gets an apostrophe
// in front, which spreadsheets take for "this is text".
std::string csv_cell(std::string_view text);

// With a newline each. `with_instance` adds the column instance_id behind provider_id.
std::string csv_header(bool with_instance);
std::string csv_row(const model::HistorySample& sample, bool with_instance);

}  // namespace usagestat::cli
