// SPDX-License-Identifier: MIT
// Completion scripts of four shells, made from the command table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usagestat::cli {

const std::vector<std::string>& completion_shells();  // "bash", "zsh", "fish", "powershell"

// The script; empty for an unknown shell. Provider ids are asked from the program when completing.
std::optional<std::string> completion_script(std::string_view shell);

}  // namespace usagestat::cli
