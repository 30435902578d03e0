// SPDX-License-Identifier: MIT
// Rules between keys that the file alone can tell.
#pragma once

#include <optional>
#include <string>

#include "config/read_config.hpp"
#include "config/read_context.hpp"

namespace usagestat::config {

// Entries without an id or with one key between them, thresholds in the wrong order, custom sources
// without a command and the other way round.
void check_entries(const ReadConfig& read, ReadContext& context);

// The path of the first key that holds a secret in clear.
std::optional<std::string> first_literal_secret(const model::Config& config);

}  // namespace usagestat::config
