// SPDX-License-Identifier: MIT
// What kind of machine this is and what its environment says.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace usagestat::system {

enum class Platform { linux_os, macos, windows };

std::string_view to_string(Platform platform);  // "linux", "macos", "windows"
std::optional<Platform> platform_from(std::string_view word);

class Environment {
 public:
  virtual ~Environment() = default;
  // Empty for an unset and for an empty variable.
  virtual std::optional<std::string> get(std::string_view name) const = 0;
  virtual std::map<std::string, std::string> all() const = 0;
  // HOME (USERPROFILE on Windows), else the user database; empty when nothing is known.
  virtual std::filesystem::path home_directory() const = 0;
  virtual std::filesystem::path current_directory() const = 0;
  virtual std::string user_name() const = 0;
  virtual Platform platform() const = 0;
};

}  // namespace usagestat::system
