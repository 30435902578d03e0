// SPDX-License-Identifier: MIT
// An environment that holds what a test says.
#pragma once

#include <map>
#include <string>

#include "system/environment.hpp"

namespace usagestat::support {

class MapEnvironment final : public system::Environment {
 public:
  MapEnvironment() = default;
  explicit MapEnvironment(std::map<std::string, std::string> given) : variables(std::move(given)) {}

  std::optional<std::string> get(std::string_view name) const override {
    const auto found = variables.find(std::string(name));
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
  }
  std::map<std::string, std::string> all() const override { return variables; }
  std::filesystem::path home_directory() const override { return home; }
  std::filesystem::path current_directory() const override { return current; }
  std::string user_name() const override { return user; }
  system::Platform platform() const override { return kind; }

  std::map<std::string, std::string> variables;
  std::filesystem::path home = "/home/dev";
  std::filesystem::path current = "/home/dev/project";
  std::string user = "dev";
  system::Platform kind = system::Platform::linux_os;
};

}  // namespace usagestat::support
