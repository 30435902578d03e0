// SPDX-License-Identifier: MIT
// The keychain of this machine. The implementation is in secret_store_<platform>.cpp.
#pragma once

#include "system/process_runner.hpp"
#include "system/secret_store.hpp"

namespace usagestat::system {

class RealSecretStore final : public SecretStore {
 public:
  explicit RealSecretStore(ProcessRunner& processes) : processes_(processes) {}

  base::Result<std::optional<std::string>> read(std::string_view service, std::string_view account,
                                                const Deadline& deadline) override;
  base::Result<void> write(std::string_view service, std::string_view account,
                           std::string_view value, const Deadline& deadline) override;
  base::Result<void> remove(std::string_view service, std::string_view account,
                            const Deadline& deadline) override;

 private:
  ProcessRunner& processes_;
};

}  // namespace usagestat::system
