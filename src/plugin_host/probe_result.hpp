// SPDX-License-Identifier: MIT
// What a script returned, as lines; or a sentence that names the wrong member.
#pragma once

#include "base/json.hpp"
#include "plugin_host/probe.hpp"

namespace usagestat::plugin_host {

// `is_legacy`: a plugin without a permissions block gets the predecessor's tolerance (wrong types
// become defaults); NaN and infinities are refused in any case. Errors have kind plugin.
base::Result<ProbeAnswer> read_probe_result(const base::json::value& returned, bool is_legacy);

}  // namespace usagestat::plugin_host
