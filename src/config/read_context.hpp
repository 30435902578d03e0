// SPDX-License-Identifier: MIT
// What reading a config needs everywhere: the file's name, its folder, and the problems so far.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/config_issue.hpp"
#include "system/environment.hpp"

namespace usagestat::config {

struct ReadContext {
  std::string file;
  std::filesystem::path directory;
  const system::Environment& environment;
  std::vector<ConfigIssue> issues{};

  void error(ConfigPlace place, std::string_view key, std::string message, std::string hint = {}) {
    add(ConfigIssue::Level::error, place, key, std::move(message), std::move(hint));
  }
  void warning(ConfigPlace place, std::string_view key, std::string message,
               std::string hint = {}) {
    add(ConfigIssue::Level::warning, place, key, std::move(message), std::move(hint));
  }

 private:
  void add(ConfigIssue::Level level, ConfigPlace place, std::string_view key, std::string message,
           std::string hint) {
    issues.push_back({level,
                      std::move(message),
                      std::move(hint),
                      file,
                      place.line,
                      place.column,
                      std::string(key),
                      {}});
  }
};

}  // namespace usagestat::config
