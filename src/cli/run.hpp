// SPDX-License-Identifier: MIT
// The life of a command, from its words to its exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/streams.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"

namespace usagestat::cli {

// `words` without the program's name; `stop` fires on SIGINT and SIGTERM. Returns the exit code.
int run(const std::vector<std::string>& words, Streams& streams, const system::System& system,
        std::stop_token stop);

}  // namespace usagestat::cli
