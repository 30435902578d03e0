// SPDX-License-Identifier: MIT
// mkdtemp() makes the name, the directory and its mode in one step.
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "system/os_error.hpp"
#include "system/private_copy.hpp"

namespace usagestat::system {

base::Result<TemporaryDirectory> TemporaryDirectory::create() {
  std::error_code error;
  std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error) parent = "/tmp";
  std::string name = (parent / "usagestat-XXXXXX").string();
  if (!::mkdtemp(name.data())) return file_error("create a directory in", parent, errno);
  return TemporaryDirectory(name);
}

}  // namespace usagestat::system
