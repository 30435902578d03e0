// SPDX-License-Identifier: MIT
// Which config file this run reads.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "system/environment.hpp"
#include "system/filesystem.hpp"

namespace usagestat::config {

struct ConfigLocation {
  enum class Origin { option, variable, standard };

  std::filesystem::path path;  // absolute; empty when this machine names no home directory
  Origin origin = Origin::standard;

  // A file that the user named must exist; the standard one need not.
  bool is_explicit() const { return origin != Origin::standard; }
};

// "--config", "USAGESTAT_CONFIG" or "", for messages.
std::string_view to_string(ConfigLocation::Origin origin);

// `option` (the value of --config) before $USAGESTAT_CONFIG before config.toml in
// system::config_directory(). A leading "~/" expands, relative means relative to the current
// directory.
ConfigLocation locate_config(const std::optional<std::string>& option,
                             const system::Environment& environment,
                             const system::Filesystem& filesystem);

}  // namespace usagestat::config
