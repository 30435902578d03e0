// SPDX-License-Identifier: MIT
// From what a script threw to the error that a user sees.
#pragma once

#include "base/error.hpp"
#include "plugin_host/host_context.hpp"
#include "plugin_host/js_engine.hpp"

namespace usagestat::plugin_host {

// Where a script does not parse, and what to do about it.
base::Error syntax_error(const ScriptFailure& failure, const Script& script);

// The kind comes from fail.* or the host function that threw; else it is guessed from the last
// answer: 401 and 403 auth, 429 rate_limited, 5xx network; a sentence thrown before any request
// says that credentials are missing.
base::Error thrown_error(const ScriptFailure& failure, const HostContext& context);

}  // namespace usagestat::plugin_host
