// SPDX-License-Identifier: MIT
// "~" and "$VAR" in paths of the config.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "system/environment.hpp"

namespace usagestat::config {

struct ExpandedPath {
  std::string text;
  std::vector<std::string> unset;  // variables without a value; they stay as written
};

// "~" alone or before a slash is the home directory. $VAR and ${VAR} are variables, "$$" is a
// dollar sign. What is then relative continues from `directory`; "." and ".." are resolved.
ExpandedPath expand_path(std::string_view text, const std::filesystem::path& directory,
                         const system::Environment& environment);

// Only the "~".
std::string expand_home(std::string_view text, const system::Environment& environment);

}  // namespace usagestat::config
