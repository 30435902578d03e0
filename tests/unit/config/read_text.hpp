// SPDX-License-Identifier: MIT
// Config text in, problems out as lines that a test can compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/read_config.hpp"
#include "unit/system/test_world.hpp"

namespace usagestat::config {

inline ReadConfig read_text(std::string_view text) {
  const system::TestEnvironment environment(
      std::map<std::string, std::string>{{"EXTRA", "/opt/extra"}, {"HOME", "/home/dev"}});
  return read_config_text(text, "/etc/usagestat/config.toml", environment);
}

// "3:1 error defaults.warnAt: <message> <hint>"
inline std::vector<std::string> shown(const std::vector<ConfigIssue>& issues) {
  std::vector<std::string> lines;
  for (const ConfigIssue& issue : issues) {
    std::string line = std::to_string(issue.line) + ":" + std::to_string(issue.column) + " " +
                       std::string(to_string(issue.level)) + " " + issue.key + ": " + issue.message;
    if (!issue.hint.empty()) line += " " + issue.hint;
    lines.push_back(line);
  }
  return lines;
}

inline std::vector<std::string> problems(std::string_view text) {
  return shown(read_text(text).issues);
}

}  // namespace usagestat::config
