// SPDX-License-Identifier: MIT
// The plugins inside the binary.
#pragma once

#include <span>

#include "base/embedded_file.hpp"

namespace usagestat::plugin_host {

// "<id>/plugin.json", "<id>/plugin.js", …, the files of a plugin next to each other.
std::span<const base::EmbeddedFile> bundled_plugins();

}  // namespace usagestat::plugin_host
