// SPDX-License-Identifier: MIT
// Options and commands that scripts of the predecessor or of a later version may use. Each is
// refused with a sentence of its own: none is accepted and ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace usagestat::cli {

// Why the option `name` (without dashes) is refused; empty for one that nobody knows.
std::optional<std::string> refusal_of_option(std::string_view name);

// The same for a command word.
std::optional<std::string> refusal_of_command(std::string_view word);

}  // namespace usagestat::cli
