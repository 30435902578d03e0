// SPDX-License-Identifier: MIT
// What another program writes to our standard input.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

// Everything up to the end of the input; empty when it is a terminal or closed. What has come until
// the deadline, if the other side does not close it. Kind input beyond `max_bytes`, io when it
// cannot be read.
base::Result<std::string> read_standard_input(std::size_t max_bytes, const Deadline& deadline);

// The same for a command that must not hang on a pipe that nobody closes: at most 1 MiB, 200 ms.
base::Result<std::string> piped_input();

}  // namespace usagestat::system
