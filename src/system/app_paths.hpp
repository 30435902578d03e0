// SPDX-License-Identifier: MIT
// Where usagestat keeps its own files.
#pragma once

#include <filesystem>

#include "system/environment.hpp"
#include "system/filesystem.hpp"

namespace usagestat::system {

// Linux: $XDG_CONFIG_HOME/usagestat, ~/.config/usagestat. macOS: the same when the variable is set
// or the folder exists, else ~/Library/Application Support/usagestat. Windows: %APPDATA%\usagestat.
// As the XDG specification demands, a relative value of a variable is ignored.
std::filesystem::path config_directory(const Environment& environment,
                                       const Filesystem& filesystem);

// Likewise $XDG_DATA_HOME/usagestat, ~/.local/share/usagestat; Windows: %LOCALAPPDATA%\usagestat.
std::filesystem::path data_directory(const Environment& environment, const Filesystem& filesystem);

}  // namespace usagestat::system
