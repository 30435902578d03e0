// SPDX-License-Identifier: MIT
#include "system/program_path.hpp"

namespace usagestat::system {

base::Result<std::filesystem::path> program_path() {
  // The kernel's own link needs no reading, and stays right when the file is moved.
  return std::filesystem::path("/proc/self/exe");
}

}  // namespace usagestat::system
