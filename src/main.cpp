// SPDX-License-Identifier: MIT
// The composition root: the real outside world goes in, an exit code comes out.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cli/run.hpp"
#include "cli/standard_output.hpp"
#include "system/real_system.hpp"
#include "system/signals.hpp"
#include "system/standard_input.hpp"
#include "system/terminal.hpp"

int main(int argc, char** argv) {
  using namespace usagestat;
  cli::StandardOutput out(stdout);
  cli::StandardOutput err(stderr);
  try {
    system::StopSignals signals;
    system::RealSystem real;
    const system::Terminal terminal = system::terminal(real.system().environment);
    cli::Streams streams{out,
                         err,
                         terminal.out_is_terminal,
                         terminal.err_is_terminal,
                         terminal.width,
                         terminal.color_allowed,
                         system::piped_input};
    const int code = cli::run(std::vector<std::string>(argv + 1, argv + argc), streams,
                              real.system(), signals.token());
    return signals.exit_code_or(code);
  } catch (const std::exception& exception) {
    err.write(std::string("usagestat: internal error: ") + exception.what() + "\n");
    return 70;
  }
}
