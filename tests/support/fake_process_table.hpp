// SPDX-License-Identifier: MIT
// Running programs in a list.
#pragma once

#include <map>
#include <vector>

#include "system/process_table.hpp"

namespace usagestat::support {

class FakeProcessTable final : public system::ProcessTable {
 public:
  std::vector<system::RunningProcess> running;
  std::map<int, std::vector<int>> ports;  // by process

  base::Result<std::vector<system::RunningProcess>> find(
      std::string_view name, const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    std::vector<system::RunningProcess> found;
    for (const system::RunningProcess& process : running)
      if (system::is_named(process, name)) found.push_back(process);
    return found;
  }
  base::Result<std::vector<int>> listening_ports(int pid,
                                                 const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    const auto found = ports.find(pid);
    return found == ports.end() ? std::vector<int>() : found->second;
  }
};

}  // namespace usagestat::support
