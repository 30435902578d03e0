// SPDX-License-Identifier: MIT
// What `doctor` finds: how this machine and its configuration look to the program. Asks no service
// and reads no credential.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "usage/workspace.hpp"

namespace usagestat::usage {

struct Finding {
  enum class Level { fine, note, warning, problem };

  std::string section;  // "config", "cache", …
  Level level = Level::fine;
  std::string text;  // a sentence or a fact
  std::string hint;  // what to do; may be empty
};

std::string_view to_string(Finding::Level level);  // "fine", "note", "warning", "problem"

// In the order of the report. A config that cannot be read is a finding, and what depends on it is
// left out.
std::vector<Finding> examine(Workspace& workspace);

}  // namespace usagestat::usage
