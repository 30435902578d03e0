// SPDX-License-Identifier: MIT
// The one table of config keys; reading, checks, dump and the template of `config init` follow it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "model/config.hpp"

namespace usagestat::config {

enum class KeyType {
  text,       // a string
  path,       // a string; "~" and "$VAR" expand, relative means relative to the file
  secret,     // a string, { env = … }, { file = … } or { command = […] }
  word,       // one of `words`
  time_zone,  // an IANA name
  proxy,      // a proxy's URL
  id,         // a string that may be part of a file name and of a list of ids
  flag,       // true or false
  integer,    // within minimum and maximum
  number,     // within minimum and maximum
  duration,   // "30s", or whole seconds; minimum and maximum are in seconds
  paths,      // an array of paths
  origins,    // "*", "none" or an array of origins
  variables,  // a table of strings
  anything,   // a table of any values
};

// The value of one key. text and its relatives are strings, origins and paths are lists.
using ConfigValue = std::variant<std::string, bool, std::int64_t, double, std::chrono::milliseconds,
                                 std::vector<std::string>, model::SecretReference,
                                 std::map<std::string, std::string>, base::json::object>;

// How a key's value gets into the values of model/config.hpp and out again.
struct ConfigAccess {
  // `value` has the alternative that the key's type stands for and has been checked. `entry` is
  // only looked at for keys of the section "providers[]".
  void (*set)(model::Config& config, model::ProviderConfig& entry, ConfigValue value);
  // Empty when nothing is set.
  std::optional<ConfigValue> (*get)(const model::Config& config,
                                    const model::ProviderConfig& entry);
};

struct ConfigKey {
  std::string_view section;  // "", "defaults", "network", "serve" or "providers[]"
  std::string_view name;
  KeyType type = KeyType::text;
  std::string_view sample;  // the default, or else an example, as TOML
  std::string_view help;    // one line
  ConfigAccess access;
  double minimum = 0;  // of integer, number and (in seconds) duration
  double maximum = 0;
  std::vector<std::string_view> words{};

  std::string path() const;  // "defaults.warnAt", "providers[].id"
  bool is_of_entry() const { return section == "providers[]"; }
};

// In the order of the documentation, the dump and the template.
const std::vector<ConfigKey>& config_schema();

// The sections in the order of the schema, "" first.
const std::vector<std::string_view>& config_sections();

// The keys of one section by name; nullptr for an unknown one.
const ConfigKey* find_key(std::string_view section, std::string_view name);

// The expected form, for messages: "a string", "a whole number from 1 to 1024".
std::string describe_type(const ConfigKey& key);

}  // namespace usagestat::config
