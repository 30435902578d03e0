// SPDX-License-Identifier: MIT
// The machine's own programs.
#pragma once

#include "system/environment.hpp"
#include "system/process_runner.hpp"

namespace usagestat::system {

class RealProcessRunner final : public ProcessRunner {
 public:
  explicit RealProcessRunner(const Environment& environment) : environment_(environment) {}

  base::Result<ProcessResult> run(const ProcessRequest& request, const Deadline& deadline) override;
  base::Result<std::unique_ptr<ChildSession>> start(const ProcessRequest& request) override;
  bool is_installed(std::string_view program) const override;
  base::Result<void> start_self(const std::vector<std::string>& arguments) override;

 private:
  const Environment& environment_;
};

}  // namespace usagestat::system
