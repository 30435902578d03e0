// SPDX-License-Identifier: MIT
// Finds the command among the words of a command line.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/command.hpp"

namespace usagestat::cli {

struct CommandWords {
  const Command* command = nullptr;
  bool is_typed = false;          // false: no command word, `usage` is meant
  std::vector<std::string> rest;  // everything but the command's words
};

// The first word that is neither an option nor an option's value decides; `usage` when it is no
// command. Kind usage for a group word ("config") without one of its commands.
base::Result<CommandWords> find_command_words(const std::vector<std::string>& words);

}  // namespace usagestat::cli
