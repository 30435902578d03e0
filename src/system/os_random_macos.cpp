// SPDX-License-Identifier: MIT
// arc4random_buf() is seeded by the kernel and never fails.
#include <cstdlib>

#include "system/os_random.hpp"

namespace usagestat::system {

void fill_with_random_bytes(unsigned char* output, std::size_t count) {
  ::arc4random_buf(output, count);
}

}  // namespace usagestat::system
