// SPDX-License-Identifier: MIT
// Help made from the command table.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace usagestat::cli {

// What `usagestat --help` prints; lines of at most `width` columns (40 to 100 are used).
std::string program_help(std::size_t width);

// What `usagestat <command> --help` prints.
std::string command_help(const Command& command, std::size_t width);

// "--source MODE", "-o, --output FILE", "--watch [D]".
std::string option_synopsis(const Option& option);

}  // namespace usagestat::cli
