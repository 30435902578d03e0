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
// with --all every one.
base::Result<std::vector<usage::Instance>> select_from(const Arguments& arguments,
                                                       Invocation& invocation);

}  // namespace usagestat::cli
