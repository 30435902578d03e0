// SPDX-License-Identifier: MIT
// One value of the file, checked against its row of the schema.
#pragma once

#include <optional>
#include <string_view>

#include "config/config_schema.hpp"
#include "config/parse_toml.hpp"
#include "config/read_context.hpp"

namespace usagestat::config {

// `path` is the key with its place in the list of entries ("providers[2].source"). Empty when the
// value cannot be used; what is wrong is then in the context.
std::optional<ConfigValue> read_value(const ConfigKey& key, const ConfigNode& node,
                                      std::string_view path, ReadContext& context);

}  // namespace usagestat::config
