// SPDX-License-Identifier: MIT
// Where two JSON values differ, said with the place of each difference.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace usagestat::story {

// "place.key[2]: expected 4.0, got 5.0". Numbers are equal within 1e-6, integers exactly; members
// in any order. Empty when the values are equal.
std::vector<std::string> json_differences(const base::json::value& expected,
                                          const base::json::value& actual, std::string_view place);

// A value as a short piece of text for such a sentence.
std::string brief(const base::json::value& value);
std::string brief_text(std::string_view bytes);  // in quotes

}  // namespace usagestat::story
