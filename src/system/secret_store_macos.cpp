// SPDX-License-Identifier: MIT
// The login keychain by /usr/bin/security, which the keychain already trusts and which asks the
// user for anything else. A value never appears in an argument list.
#include <chrono>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "system/real_secret_store.hpp"

namespace usagestat::system {
namespace {

constexpr const char* program = "/usr/bin/security";
// An unlock dialogue may be on the screen meanwhile.
constexpr std::chrono::seconds patience{20};
constexpr int item_not_found = 44;  // errSecItemNotFound, in eight bits

void add_account(std::vector<std::string>& words, std::string_view account) {
  if (account.empty()) return;
  words.emplace_back("-a");
  words.emplace_back(account);
}

ProcessRequest security(std::string_view command, std::string_view service,
                        std::string_view account) {
  ProcessRequest request;
  request.argv = {program, std::string(command), "-s", std::string(service)};
  add_account(request.argv, account);
  request.timeout = patience;
  return request;
}

base::Error refused(std::string_view what) {
  return {base::ErrorKind::permission, "The keychain refused to " + std::string(what) + ".",
          "Unlock the keychain and allow the access when macOS asks."};
}

// One word of `security -i`, whose quoting is that of a shell's double quotes.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

// The account in what find-generic-password prints: "acct"<blob>="name", or =0x6E616D65  "name"
// when it holds more than ASCII. Empty when it has none.
std::string account_in(std::string_view printed) {
  constexpr std::string_view k_mark = "\"acct\"<blob>=";
  const std::size_t mark = printed.find(k_mark);
  if (mark == std::string_view::npos) return {};
  std::string_view rest = printed.substr(mark + k_mark.size());
  rest = rest.substr(0, rest.find('\n'));
  if (rest.starts_with("0x")) {
    rest.remove_prefix(2);
    return base::hex_decode(rest.substr(0, rest.find(' '))).value_or(std::string());
  }
  if (!rest.starts_with('"') || rest.size() < 2) return {};
  return std::string(rest.substr(1, rest.rfind('"') - 1));
}

}  // namespace

base::Result<std::optional<std::string>> RealSecretStore::read(std::string_view service,
                                                               std::string_view account,
                                                               const Deadline& deadline) {
  auto request = security("find-generic-password", service, account);
  request.argv.emplace_back("-w");
  USAGESTAT_TRY(auto result, processes_.run(request, deadline));
  if (result.exit_code == item_not_found) return std::optional<std::string>{};
  if (result.exit_code != 0) return refused("give " + std::string(service));
  if (result.output.ends_with('\n')) result.output.pop_back();
  return std::optional<std::string>(std::move(result.output));
}

base::Result<void> RealSecretStore::write(std::string_view service, std::string_view account,
                                          std::string_view value, const Deadline& deadline) {
  std::string owner(account);
  if (owner.empty()) {
    // An item is updated only under its own account; under another name a second one would appear.
    USAGESTAT_TRY(const auto found,
                  processes_.run(security("find-generic-password", service, account), deadline));
    if (found.exit_code == 0) owner = account_in(found.output);
  }
  ProcessRequest request;
  request.argv = {program, "-i"};
  request.timeout = patience;
  // -X takes the value as hexadecimal digits, so that any byte survives the line.
  request.input = "add-generic-password -U -s " + quoted(service) + " -a " +
                  quoted(std::string_view(owner)) + " -X " + base::hex_encode(value) + "\n";
  USAGESTAT_TRY(const auto result, processes_.run(request, deadline));
  if (result.exit_code != 0 || !base::trim(result.errors).empty()) {
    return refused("store " + std::string(service));
  }
  return {};
}

base::Result<void> RealSecretStore::remove(std::string_view service, std::string_view account,
                                           const Deadline& deadline) {
  USAGESTAT_TRY(const auto result,
                processes_.run(security("delete-generic-password", service, account), deadline));
  if (result.exit_code != 0 && result.exit_code != item_not_found) {
    return refused("remove " + std::string(service));
  }
  return {};
}

}  // namespace usagestat::system
