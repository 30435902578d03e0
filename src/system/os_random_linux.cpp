// SPDX-License-Identifier: MIT
// getrandom(2) needs no device file, so it works in an empty container.
#include <cerrno>
#include <cstdlib>

#include <sys/random.h>

#include "system/os_random.hpp"

namespace usagestat::system {

void fill_with_random_bytes(unsigned char* output, std::size_t count) {
  while (count > 0) {
    const ssize_t given = ::getrandom(output, count, 0);
    if (given < 0 && errno == EINTR) continue;
    if (given <= 0) std::abort();
    output += given;
    count -= static_cast<std::size_t>(given);
  }
}

}  // namespace usagestat::system
