// SPDX-License-Identifier: MIT
// Reads what the kernel and the usual programs print about processes and their sockets.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "system/process_table.hpp"

namespace usagestat::system {

// A line of `ps -x -o pid=,comm=`: the program may hold blanks. argv is nothing but the program.
// Empty for anything else.
std::optional<RunningProcess> parse_ps_line(std::string_view line);

// What `ps -ww -o args= -p <pid>` prints of a process with that program: the program, then its
// arguments joined by blanks, so that an argument with a blank comes apart.
std::vector<std::string> split_command_line(std::string_view program, std::string_view line);

// The ports in the output of `lsof -nP -iTCP -sTCP:LISTEN -a -p <pid> -Fn`: lines such as
// "n127.0.0.1:42100", "n[::1]:42100" and "n*:42100". Ascending, each once.
std::vector<int> parse_lsof_ports(std::string_view output);

// Of /proc/net/tcp or tcp6 (proc_pid_net(5)): inode of each listening socket and its port.
std::map<std::uint64_t, int> parse_listening_sockets(std::string_view table);

// The inode in the target of a /proc/<pid>/fd link, "socket:[12345]". Empty for anything else.
std::optional<std::uint64_t> parse_socket_link(std::string_view target);

}  // namespace usagestat::system
