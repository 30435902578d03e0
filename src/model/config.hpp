// SPDX-License-Identifier: MIT
// The configuration as plain values with their defaults.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "model/source_mode.hpp"

namespace usagestat::model {

// A secret as written: in clear, or where to find it.
struct SecretReference {
  enum class Kind { literal, env, file, command };
  Kind kind = Kind::literal;
  std::string value;                 // the secret, the variable or the path
  std::vector<std::string> command;  // kind command: program and arguments
};

struct ProviderConfig {
  std::string id;  // provider id
  std::optional<std::string> instance_id;
  std::optional<std::string> display_name;
  std::optional<std::string> tab_parent;
  std::optional<bool> enabled;
  std::optional<SourceMode> source;
  std::optional<SecretReference> api_key;
  std::optional<SecretReference> cookie_header;
  std::optional<std::string> region;
  std::optional<std::string> workspace_id;
  std::optional<std::string> custom_command;
  base::json::object settings;
  std::map<std::string, std::string> env;  // replaces variables for this instance
  std::optional<std::string> home;         // another home directory for this instance
  std::optional<double> warn_at;           // percent used
  std::optional<double> fail_at;

  // The key of cache, history and output.
  const std::string& key() const { return instance_id ? *instance_id : id; }
};

struct DefaultsConfig {
  std::optional<double> warn_at;  // percent used
  std::optional<double> fail_at;
  std::chrono::milliseconds timeout{30000};
  unsigned max_parallel = 64;
  bool refresh_tokens = true;  // refreshTokens = "auto" | "never"
  std::optional<std::string> timezone;
};

struct NetworkConfig {
  std::optional<std::string> proxy;
  std::optional<std::string> ca_bundle;
};

struct ServeConfig {
  std::string host = "127.0.0.1";
  unsigned port = 6736;
  std::vector<std::string> cors{"*"};  // "*", nothing, or origins
  std::chrono::milliseconds idle_exit{0};
};

struct Config {
  std::filesystem::path path;  // where it was read from; may not exist
  bool exists = false;
  std::chrono::seconds refresh{60};
  std::vector<std::string> plugin_dirs;  // expanded, absolute
  DefaultsConfig defaults;
  NetworkConfig network;
  ServeConfig serve;
  std::vector<ProviderConfig> providers;
};

}  // namespace usagestat::model
