// SPDX-License-Identifier: MIT
#include "plugin_host/bundled_plugins.hpp"

#include "embedded/bundled_plugins.hpp"

namespace usagestat::plugin_host {

std::span<const base::EmbeddedFile> bundled_plugins() { return embedded::bundled_plugins(); }

}  // namespace usagestat::plugin_host
