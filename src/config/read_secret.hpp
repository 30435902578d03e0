// SPDX-License-Identifier: MIT
// A secret as the file gives it: itself, or where to find it.
#pragma once

#include <optional>
#include <string>

#include "config/parse_toml.hpp"
#include "config/read_context.hpp"
#include "model/config.hpp"

namespace usagestat::config {

// `path` names the key. A file's path stays as written. Messages never hold the value.
std::optional<model::SecretReference> read_secret(const ConfigNode& node, const std::string& path,
                                                  ReadContext& context);

}  // namespace usagestat::config
