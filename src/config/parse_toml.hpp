// SPDX-License-Identifier: MIT
// TOML as plain values with their places; the only file that knows a TOML library is its .cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/config_issue.hpp"

namespace usagestat::config {

struct ConfigNode {
  enum class Type { string, integer, real, flag, date, array, table };

  Type type = Type::table;
  std::string text;  // of a string; of a date in its TOML form
  std::int64_t integer = 0;
  double real = 0;
  bool flag = false;
  ConfigPlace place;
  std::vector<ConfigNode> children;  // of an array or a table

  std::string key;  // of a table's child
  ConfigPlace key_place;
};

struct TomlError {
  std::string message;  // a sentence; never holds a value of the file
  std::string hint;
  ConfigPlace place;
};

// The root table. Text that nests deeper than a few dozen levels is refused.
std::variant<ConfigNode, TomlError> parse_toml(std::string_view text);

// "a string", "a table", for messages.
std::string_view describe(ConfigNode::Type type);

}  // namespace usagestat::config
