// SPDX-License-Identifier: MIT
// A keychain in memory.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "system/secret_store.hpp"

namespace usagestat::support {

class FakeSecretStore final : public system::SecretStore {
 public:
  void put(std::string service, std::string account, std::string value);
  // The error of every call from now on; empty again: none.
  void fail(std::optional<base::Error> error);
  std::optional<std::string> value(std::string_view service, std::string_view account = "") const;

  base::Result<std::optional<std::string>> read(std::string_view service, std::string_view account,
                                                const system::Deadline& deadline) override;
  base::Result<void> write(std::string_view service, std::string_view account,
                           std::string_view value, const system::Deadline& deadline) override;
  base::Result<void> remove(std::string_view service, std::string_view account,
                            const system::Deadline& deadline) override;

 private:
  std::optional<base::Error> failure(const system::Deadline& deadline) const;

  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::string> items_;
  std::optional<base::Error> error_;
};

}  // namespace usagestat::support
