// SPDX-License-Identifier: MIT
// What a plugin without a permissions block may do, so that plugins of the predecessor still run.
#pragma once

#include "model/provider_manifest.hpp"

namespace usagestat::plugin_host {

// https to any host, the predecessor's list of variables, reading below the home directory, `gh`.
const model::Permissions& legacy_permissions();

}  // namespace usagestat::plugin_host
