// SPDX-License-Identifier: MIT
// Randomness of the operating system.
#pragma once

#include <cstddef>

namespace usagestat::system {

// Never fails: a system without randomness ends the program, because anything else would hand out
// guessable names and keys.
void fill_with_random_bytes(unsigned char* output, std::size_t count);

}  // namespace usagestat::system
