// SPDX-License-Identifier: MIT
// The instances a command line names.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "cli/arguments.hpp"
#include "cli/invocation.hpp"
#include "usage/instance.hpp"

namespace usagestat::cli {

// Operands first, then --provider values; nothing named means every enabled or detected instance,
// with `include_off` every one. Kind usage for an unknown word, with the nearest ids and commands.
base::Result<std::vector<usage::Instance>> select_from(const Arguments& arguments, bool include_off,
                                                       Invocation& invocation);

}  // namespace usagestat::cli
