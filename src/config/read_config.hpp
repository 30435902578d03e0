// SPDX-License-Identifier: MIT
// The config file as values, with everything that is wrong in it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "config/config_issue.hpp"
#include "config/config_location.hpp"
#include "model/config.hpp"
#include "system/system.hpp"

namespace usagestat::config {

struct ReadConfig {
  // What could be read; a key with an error keeps its default. To be used only without errors.
  model::Config config;
  std::vector<ConfigIssue> issues;  // sorted by place
  // Where each key that was written stands ("providers[0].id"), for checks that follow.
  std::map<std::string, ConfigPlace> places;
};

// All problems of the file are issues, a syntax error too. A missing file gives the defaults with
// exists == false. Errors: kind config when a file that the user named does not exist, kind io when
// it cannot be read or is larger than 1 MiB.
base::Result<ReadConfig> read_config(const ConfigLocation& location, const system::System& system);

// The same for text in hand, as if it stood in `file`.
ReadConfig read_config_text(std::string_view text, const std::filesystem::path& file,
                            const system::Environment& environment);

// The first error (kind config), if there is one.
std::optional<base::Error> first_error(const ReadConfig& read);

}  // namespace usagestat::config
