// SPDX-License-Identifier: MIT
#include <cstdint>
#include <string>

#include <mach-o/dyld.h>

#include "system/program_path.hpp"

namespace usagestat::system {

base::Result<std::filesystem::path> program_path() {
  std::uint32_t size = 0;
  _NSGetExecutablePath(nullptr, &size);  // says how much room it needs
  std::string path(size, '\0');
  if (_NSGetExecutablePath(path.data(), &size) != 0)
    return base::Error{base::ErrorKind::io, "The path of this program is not known.", ""};
  path.resize(path.find('\0'));
  return std::filesystem::path(path);
}

}  // namespace usagestat::system
