// SPDX-License-Identifier: MIT
// Where this very program is; one implementation for each platform.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace usagestat::system {

// A path that starts the running binary, also when its file has been replaced by a newer one.
base::Result<std::filesystem::path> program_path();

}  // namespace usagestat::system
