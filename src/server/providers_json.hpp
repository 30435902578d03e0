// SPDX-License-Identifier: MIT
// GET /v1/providers: what is known of every provider and of the state of its instances.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "server/documents.hpp"

namespace usagestat::server {

// One object for each provider, in the order of its first instance: the summary of `list --json`
// with iconUrl and an array `instances` of {"instanceId", "displayName", "activation", "reason",
// "lastAttemptAt", "nextAttemptAt", "error"}.
base::json::array provider_states_to_json(const std::vector<InstanceState>& states);

}  // namespace usagestat::server
