// SPDX-License-Identifier: MIT
// Is one of a provider's credentials present on this machine? Looks, but never reads a value.
#pragma once

#include <optional>
#include <string>

#include "model/config.hpp"
#include "model/provider_manifest.hpp"
#include "system/system.hpp"

namespace usagestat::usage {

// What was found ("ACME_API_KEY is set", "found ~/.acme/auth.json"), or empty. The entry's own
// `env` and `home` count before the machine's. Keychains are not asked: that could prompt.
std::optional<std::string> detect_credential(const model::Detection& detection,
                                             const model::ProviderConfig& entry,
                                             const system::System& system);

}  // namespace usagestat::usage
