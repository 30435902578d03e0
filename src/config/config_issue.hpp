// SPDX-License-Identifier: MIT
// One thing that is wrong in a config file, with its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace usagestat::config {

// Counted from 1; 0 when there is no place to point at. Columns are characters.
struct ConfigPlace {
  int line = 0;
  int column = 0;

  bool operator==(const ConfigPlace&) const = default;
};

struct ConfigIssue {
  enum class Level { warning, error };

  Level level = Level::error;
  std::string message;  // a sentence, without secrets
  std::string hint;     // what to do; may be empty
  std::string file;
  int line = 0;  // as in ConfigPlace
  int column = 0;
  std::string key;      // "defaults.warnAt", "providers[2].source"; empty when it is about no key
  std::string excerpt;  // the line of a syntax error, without secrets; else empty
};

std::string_view to_string(ConfigIssue::Level level);  // "warning", "error"

// "<file>:<line>:<column>: error: <message> <hint>", one line.
std::string format_issue(const ConfigIssue& issue);

// Kind config, the place before the message.
base::Error to_error(const ConfigIssue& issue);

bool has_error(const std::vector<ConfigIssue>& issues);

// By line and column; those without a place first.
void sort_issues(std::vector<ConfigIssue>& issues);

}  // namespace usagestat::config
