// SPDX-License-Identifier: MIT
// The processes of this machine: /proc on Linux, ps and lsof on macOS.
#pragma once

#include "system/process_runner.hpp"
#include "system/process_table.hpp"

namespace usagestat::system {

class RealProcessTable final : public ProcessTable {
 public:
  explicit RealProcessTable(ProcessRunner& processes) : processes_(processes) {}
  base::Result<std::vector<RunningProcess>> find(std::string_view name,
                                                 const Deadline& deadline) override;
  base::Result<std::vector<int>> listening_ports(int pid, const Deadline& deadline) override;

 private:
  [[maybe_unused]] ProcessRunner& processes_;
};

}  // namespace usagestat::system
