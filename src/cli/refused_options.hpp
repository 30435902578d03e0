// SPDX-License-Identifier: MIT
// Options that scripts of the predecessor or of a later version may pass. Each is refused with its
// own sentence: none is accepted and ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace usagestat::cli {

// Why `name` (without dashes) is refused; empty for an option nobody knows.
std::optional<std::string> refusal_of(std::string_view name);

}  // namespace usagestat::cli
