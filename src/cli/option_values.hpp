// SPDX-License-Identifier: MIT
// What the value of an option may be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cli/option.hpp"

namespace usagestat::cli {

// A finite decimal number, nothing around it.
std::optional<double> parse_number(std::string_view text);

// A whole decimal number from 1 on, nothing around it.
std::optional<std::size_t> parse_count(std::string_view text);

// The words an option of this kind accepts; empty when it is not a fixed set.
std::vector<std::string> choices_of(ValueKind kind);

// Kind usage with what is allowed.
base::Result<void> check_option_value(const Option& option, const std::string& value);

}  // namespace usagestat::cli
