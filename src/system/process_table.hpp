// SPDX-License-Identifier: MIT
// The processes of this user that run right now, and the ports they listen on: how the local server
// of another program is found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

struct RunningProcess {
  int pid = 0;
  std::string name;               // file name of the program
  std::vector<std::string> argv;  // the program as it was called, then its arguments
};

class ProcessTable {
 public:
  virtual ~ProcessTable() = default;

  // Those with that name, in the order of their ids. "server" also finds "server_linux_x64",
  // "server.exe" and "server-2". Errors: unsupported on platforms without an implementation, io,
  // timeout.
  virtual base::Result<std::vector<RunningProcess>> find(std::string_view name,
                                                         const Deadline& deadline) = 0;
  // TCP ports, ascending; none when the process is gone.
  virtual base::Result<std::vector<int>> listening_ports(int pid, const Deadline& deadline) = 0;
};

// The rule of find().
bool is_named(const RunningProcess& process, std::string_view name);

// The last part of a path with slashes.
std::string program_name(std::string_view path);

}  // namespace usagestat::system
