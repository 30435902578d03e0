// SPDX-License-Identifier: MIT
// An engine with the prelude and the host functions in it.
#pragma once

#include "plugin_host/host_context.hpp"
#include "plugin_host/js_engine.hpp"

namespace usagestat::plugin_host {

// Gives the engine the host functions (calling into `context`, which must outlive it) and the
// prelude. Kind internal when the prelude fails, timeout or plugin when the limits are too tight.
base::Result<void> prepare_engine(JsEngine& engine, HostContext& context);

// The clock and zone of the probe for JavaScript's Date.
EngineOptions engine_options(const ProbeRequest& request, const system::System& system,
                             const system::Deadline& deadline);

}  // namespace usagestat::plugin_host
