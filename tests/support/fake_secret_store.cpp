// SPDX-License-Identifier: MIT
#include "support/fake_secret_store.hpp"

namespace usagestat::support {

using base::Result;
using system::Deadline;

void FakeSecretStore::put(std::string service, std::string account, std::string value) {
  const std::lock_guard lock(mutex_);
  items_[{std::move(service), std::move(account)}] = std::move(value);
}

void FakeSecretStore::fail(std::optional<base::Error> error) {
  const std::lock_guard lock(mutex_);
  error_ = std::move(error);
}

std::optional<std::string> FakeSecretStore::value(std::string_view service,
                                                  std::string_view account) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, value] : items_) {
    if (key.first == service && (account.empty() || key.second == account)) return value;
  }
  return std::nullopt;
}

std::optional<base::Error> FakeSecretStore::failure(const Deadline& deadline) const {
  if (deadline.expired()) return deadline.error();
  const std::lock_guard lock(mutex_);
  return error_;
}

Result<std::optional<std::string>> FakeSecretStore::read(std::string_view service,
                                                         std::string_view account,
                                                         const Deadline& deadline) {
  if (auto error = failure(deadline)) return *error;
  return value(service, account);
}

Result<void> FakeSecretStore::write(std::string_view service, std::string_view account,
                                    std::string_view value, const Deadline& deadline) {
  if (auto error = failure(deadline)) return *error;
  put(std::string(service), std::string(account), std::string(value));
  return {};
}

Result<void> FakeSecretStore::remove(std::string_view service, std::string_view account,
                                     const Deadline& deadline) {
  if (auto error = failure(deadline)) return *error;
  const std::lock_guard lock(mutex_);
  std::erase_if(items_, [&](const auto& item) {
    return item.first.first == service && (account.empty() || item.first.second == account);
  });
  return {};
}

}  // namespace usagestat::support
