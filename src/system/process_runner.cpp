// SPDX-License-Identifier: MIT
#include "system/process_runner.hpp"

namespace usagestat::system {

base::Result<void> ProcessRunner::start_self(const std::vector<std::string>& /*arguments*/) {
  return base::Error{base::ErrorKind::unsupported, "Nothing runs in the background here.", ""};
}

}  // namespace usagestat::system
