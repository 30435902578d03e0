// SPDX-License-Identifier: MIT
// Asking the terminal driver.
#include <sys/ioctl.h>
#include <unistd.h>

#include "system/terminal.hpp"

namespace usagestat::system {

bool is_terminal(StandardStream stream) { return ::isatty(static_cast<int>(stream)) == 1; }

std::optional<std::size_t> columns_of(StandardStream stream) {
  winsize size{};
  if (::ioctl(static_cast<int>(stream), TIOCGWINSZ, &size) != 0) return std::nullopt;
  return size.ws_col;
}

}  // namespace usagestat::system
