// SPDX-License-Identifier: MIT
#include <array>
#include <cerrno>

#include <poll.h>
#include <unistd.h>

#include "system/descriptor_posix.hpp"
#include "system/os_error.hpp"
#include "system/standard_input.hpp"

namespace usagestat::system {

base::Result<std::string> read_standard_input(std::size_t max_bytes, const Deadline& deadline) {
  std::string text;
  if (::isatty(STDIN_FILENO) != 0) return text;
  std::array<char, 16384> buffer{};
  while (!deadline.expired()) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    const int ready = ::poll(&input, 1, static_cast<int>(deadline.remaining().count()) + 1);
    if (ready < 0 && errno != EINTR) return file_error("read", "standard input", errno);
    if (ready <= 0) continue;
    const ssize_t count = read_some(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EAGAIN) continue;
    if (count < 0 && errno != EBADF) return file_error("read", "standard input", errno);
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > max_bytes)
      return base::Error{base::ErrorKind::input,
                         "Standard input holds more than " + std::to_string(max_bytes) + " bytes.",
                         ""};
  }
  return text;
}

base::Result<std::string> piped_input() {
  constexpr std::size_t most_bytes = 1U << 20U;
  return read_standard_input(most_bytes, Deadline::after(std::chrono::milliseconds(200)));
}

}  // namespace usagestat::system
