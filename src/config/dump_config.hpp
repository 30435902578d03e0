// SPDX-License-Identifier: MIT
// The effective config as JSON.
#pragma once

#include "base/json.hpp"
#include "model/config.hpp"

namespace usagestat::config {

enum class SecretDisplay { redacted, shown };

// Keys as in the file and in the schema's order; what is not set and has no default is left out.
// Redacted: literal secrets, a proxy's password, and members of `settings` and `env` whose name
// says that they are secret. References such as {"env": "X"} are no secrets.
base::json::object dump_config(const model::Config& config, SecretDisplay secrets);

// One [[providers]] entry, with its secrets.
base::json::object entry_to_json(const model::ProviderConfig& entry);

}  // namespace usagestat::config
