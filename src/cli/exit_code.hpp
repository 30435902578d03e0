// SPDX-License-Identifier: MIT
// The exit codes of the program, the only place that knows the numbers. 0 to 3 follow the
// Monitoring Plugins convention, 64 and up sysexits.h; EXIT STATUS of the man page is made from
// this table.
#pragma once

#include <span>
#include <string_view>

#include "base/error.hpp"

namespace usagestat::cli {

enum class ExitCode : int {
  ok = 0,
  warning = 1,
  critical = 2,
  unknown = 3,
  usage = 64,
  bad_input = 65,
  internal = 70,
  io = 74,
  config = 78,
  interrupted = 130,
  terminated = 143,
};

struct ExitCodeMeaning {
  ExitCode code;
  std::string_view meaning;
};

// In ascending order.
std::span<const ExitCodeMeaning> exit_code_meanings();

// The code of a command that failed with this kind of error.
ExitCode exit_code_for(base::ErrorKind kind);

// The one that counts of two outcomes of a probing command: critical over unknown over warning over
// ok.
ExitCode worse_of(ExitCode a, ExitCode b);

}  // namespace usagestat::cli
