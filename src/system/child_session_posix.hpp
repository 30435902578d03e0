// SPDX-License-Identifier: MIT
// A dialogue with a child process that speaks one message a line.
#pragma once

#include "system/child_posix.hpp"
#include "system/process_runner.hpp"

namespace usagestat::system {

// The child's standard error is thrown away: nobody would empty that pipe.
base::Result<std::unique_ptr<ChildSession>> start_child_session(ChildCommand command);

}  // namespace usagestat::system
