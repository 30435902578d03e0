// SPDX-License-Identifier: MIT
// Listening sockets that a supervisor opened for this process before it started it.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "system/environment.hpp"

namespace usagestat::system {

// The sockets of systemd's protocol (sd_listen_fds(3): LISTEN_PID, LISTEN_FDS, from descriptor 3
// on), else standard input when it is a listening socket (the "wait" form of inetd and launchd).
// No child process inherits them. Empty without a supervisor; kind config when it hands over
// something that is not a listening TCP socket.
base::Result<std::vector<int>> inherited_listeners(const Environment& environment);

}  // namespace usagestat::system
