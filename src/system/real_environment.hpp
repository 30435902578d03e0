// SPDX-License-Identifier: MIT
// The environment this process was started with.
#pragma once

#include "system/environment.hpp"

namespace usagestat::system {

class RealEnvironment final : public Environment {
 public:
  std::optional<std::string> get(std::string_view name) const override;
  std::map<std::string, std::string> all() const override;
  std::filesystem::path home_directory() const override;
  std::filesystem::path current_directory() const override;
  std::string user_name() const override;
  Platform platform() const override;
};

}  // namespace usagestat::system
