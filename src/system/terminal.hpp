// SPDX-License-Identifier: MIT
// What the standard streams are connected to, and whether colours are welcome.
#pragma once

#include <cstddef>
#include <optional>

#include "system/environment.hpp"

namespace usagestat::system {

enum class StandardStream { output = 1, errors = 2 };

bool is_terminal(StandardStream stream);

// Columns: of the terminal on that stream, else COLUMNS, else 80. At least 1, at most 1000.
std::size_t terminal_width(StandardStream stream, const Environment& environment);

// NO_COLOR (not empty) forbids; CLICOLOR_FORCE (not empty, not 0) demands; else a terminal that is
// not "dumb". https://no-color.org, https://bixense.com/clicolors
bool color_allowed(bool to_terminal, const Environment& environment);

// All of it at once, as the command line wants it: width and colour are those of the output.
struct Terminal {
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t width = 80;
  bool color_allowed = false;
};
Terminal terminal(const Environment& environment);

// The part of terminal_width() that depends on the system: empty when it is no terminal.
std::optional<std::size_t> columns_of(StandardStream stream);

}  // namespace usagestat::system
