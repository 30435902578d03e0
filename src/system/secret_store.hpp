// SPDX-License-Identifier: MIT
// The keychain of the operating system: generic passwords by service and account.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

class SecretStore {
 public:
  virtual ~SecretStore() = default;
  // An empty account means any. Empty result: no such item. Errors: unsupported (no keychain here),
  // permission (locked or refused).
  virtual base::Result<std::optional<std::string>> read(std::string_view service,
                                                        std::string_view account,
                                                        const Deadline& deadline) = 0;
  virtual base::Result<void> write(std::string_view service, std::string_view account,
                                   std::string_view value, const Deadline& deadline) = 0;
  virtual base::Result<void> remove(std::string_view service, std::string_view account,
                                    const Deadline& deadline) = 0;
};

}  // namespace usagestat::system
