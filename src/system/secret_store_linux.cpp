// SPDX-License-Identifier: MIT
// The Secret Service (GNOME Keyring, KWallet) by libsecret's secret-tool. A value never appears in
// an argument list.
#include <chrono>

#include "base/text.hpp"
#include "system/real_secret_store.hpp"

namespace usagestat::system {
namespace {

// An unlock dialogue may be on the screen meanwhile.
constexpr std::chrono::seconds patience{20};

std::vector<std::string> attributes(std::string_view service, std::string_view account) {
  std::vector<std::string> result = {"service", std::string(service)};
  if (!account.empty()) {
    result.emplace_back("account");
    result.emplace_back(account);
  }
  return result;
}

ProcessRequest secret_tool(std::vector<std::string> words, std::string_view service,
                           std::string_view account) {
  ProcessRequest request;
  request.argv = {"secret-tool"};
  request.argv.insert(request.argv.end(), words.begin(), words.end());
  const auto pairs = attributes(service, account);
  request.argv.insert(request.argv.end(), pairs.begin(), pairs.end());
  request.timeout = patience;
  return request;
}

base::Result<ProcessResult> run(ProcessRunner& processes, const ProcessRequest& request,
                                const Deadline& deadline) {
  auto result = processes.run(request, deadline);
  if (result.has_error() && result.error().kind == base::ErrorKind::unsupported) {
    return base::Error{base::ErrorKind::unsupported,
                       "The keychain of this machine cannot be read: secret-tool is not installed.",
                       "Install the package libsecret-tools (libsecret on Fedora and Arch)."};
  }
  return result;
}

base::Error refused(std::string_view what, const ProcessResult& result) {
  std::string message = "The keychain refused to " + std::string(what);
  const std::string reason(base::trim(base::without_control_characters(
      base::to_valid_utf8(result.errors.substr(0, result.errors.find('\n'))))));
  if (!reason.empty()) message += ": " + reason;
  return {base::ErrorKind::permission, message + ".", "Unlock the keyring and try again."};
}

}  // namespace

base::Result<std::optional<std::string>> RealSecretStore::read(std::string_view service,
                                                               std::string_view account,
                                                               const Deadline& deadline) {
  USAGESTAT_TRY(auto result, run(processes_, secret_tool({"lookup"}, service, account), deadline));
  if (result.exit_code == 0) return std::optional<std::string>(std::move(result.output));
  // No such item: exit code 1 and nothing said.
  if (base::trim(result.errors).empty()) return std::optional<std::string>{};
  return refused("give " + std::string(service), result);
}

base::Result<void> RealSecretStore::write(std::string_view service, std::string_view account,
                                          std::string_view value, const Deadline& deadline) {
  auto request = secret_tool({"store", "--label=" + std::string(service)}, service, account);
  request.input = value;
  USAGESTAT_TRY(const auto result, run(processes_, request, deadline));
  if (result.exit_code != 0) return refused("store " + std::string(service), result);
  return {};
}

base::Result<void> RealSecretStore::remove(std::string_view service, std::string_view account,
                                           const Deadline& deadline) {
  USAGESTAT_TRY(const auto result,
                run(processes_, secret_tool({"clear"}, service, account), deadline));
  if (result.exit_code != 0 && !base::trim(result.errors).empty()) {
    return refused("remove " + std::string(service), result);
  }
  return {};
}

}  // namespace usagestat::system
