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
// Of items that no program gave a form of its own.
constexpr std::string_view k_usual_schema = "org.freedesktop.Secret.Generic";

// Names and values, one after the other.
using Attributes = std::vector<std::string>;

// What an item may be found by. Libraries disagree about the name of the account: libsecret's own
// example and keytar say "account", go-keyring and Python's keyring "username".
std::vector<Attributes> searches(std::string_view service, std::string_view account) {
  const Attributes base = {"service", std::string(service)};
  if (account.empty()) return {base};
  std::vector<Attributes> result;
  for (const char* const name : {"account", "username"}) {
    result.push_back(base);
    result.back().insert(result.back().end(), {name, std::string(account)});
  }
  return result;
}

ProcessRequest secret_tool(std::vector<std::string> words, const Attributes& attributes) {
  ProcessRequest request;
  request.argv = {"secret-tool"};
  request.argv.insert(request.argv.end(), words.begin(), words.end());
  request.argv.insert(request.argv.end(), attributes.begin(), attributes.end());
  request.timeout = patience;
  // It prints by the locale, and in a poor one another name would come back.
  request.environment["LC_ALL"] = "C.UTF-8";
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

// What GLib says, in the C locale, where there is no message bus or no keyring behind it: over ssh,
// in a container, on a server.
bool means_no_keychain(std::string_view reason) {
  return reason.find("Cannot autolaunch D-Bus") != std::string_view::npos ||
         reason.find("dbus-launch") != std::string_view::npos ||
         reason.find("Could not connect: ") != std::string_view::npos ||
         reason.find("org.freedesktop.secrets was not provided") != std::string_view::npos;
}

base::Error refused(std::string_view what, const ProcessResult& result) {
  std::string message = "The keychain refused to " + std::string(what);
  const std::string reason(base::trim(base::without_control_characters(
      base::to_valid_utf8(result.errors.substr(0, result.errors.find('\n'))))));
  if (means_no_keychain(reason))
    return {base::ErrorKind::unsupported, "There is no keychain in this session: " + reason + ".",
            "Run usagestat in a desktop session, or give the credential another way."};
  if (!reason.empty()) message += ": " + reason;
  return {base::ErrorKind::permission, message + ".", "Unlock the keyring and try again."};
}

base::Error unwritable(std::string_view service) {
  return {base::ErrorKind::unsupported,
          "The keychain item " + std::string(service) +
              " is kept in a form that secret-tool cannot write.",
          ""};
}

struct Item {
  std::string label;
  std::string schema;
  Attributes attributes;
};

// What `secret-tool search` prints of one item: its attributes on standard error, the rest on
// standard output: label, secret of any number of lines, times, schema.
Item item_in(const ProcessResult& found) {
  Item item;
  const std::string_view printed = found.output;
  const std::size_t label = printed.find("label = ");
  if (label < printed.find("secret = ")) {
    const std::size_t begin = label + 8;
    item.label = printed.substr(begin, printed.find('\n', begin) - begin);
  }
  const std::size_t schema = printed.rfind("\nschema = ");
  if (schema != std::string_view::npos && schema > printed.rfind("\nmodified = "))
    item.schema = base::trim(printed.substr(schema + 10));
  if (item.schema == "(null)") item.schema.clear();
  for (const std::string& line : base::split(found.errors, '\n')) {
    const std::size_t equals = line.find(" = ");
    if (!line.starts_with("attribute.") || equals == std::string::npos) continue;
    item.attributes.push_back(line.substr(10, equals - 10));
    item.attributes.push_back(line.substr(equals + 3));
  }
  return item;
}

// Storing by other attributes than its own would take the item away from the program that made it.
base::Result<Item> item_to_write(ProcessRunner& processes, std::string_view service,
                                 std::string_view account, const Deadline& deadline) {
  const auto wanted = searches(service, account);
  for (const Attributes& attributes : wanted) {
    USAGESTAT_TRY(const auto found,
                  run(processes, secret_tool({"search", "--unlock"}, attributes), deadline));
    if (found.exit_code != 0) return refused("search " + std::string(service), found);
    Item item = item_in(found);
    if (item.attributes.empty()) continue;
    // What was printed must find the item again, or another one would be made beside it.
    USAGESTAT_TRY(const auto again,
                  run(processes, secret_tool({"lookup"}, item.attributes), deadline));
    if (again.exit_code != 0) return unwritable(service);
    if (!item.schema.empty() && item.schema != k_usual_schema) return unwritable(service);
    return item;
  }
  return Item{std::string(service), "", wanted.front()};
}

}  // namespace

base::Result<std::optional<std::string>> RealSecretStore::read(std::string_view service,
                                                               std::string_view account,
                                                               const Deadline& deadline) {
  for (const Attributes& attributes : searches(service, account)) {
    USAGESTAT_TRY(auto result, run(processes_, secret_tool({"lookup"}, attributes), deadline));
    if (result.exit_code == 0) return std::optional<std::string>(std::move(result.output));
    // No such item: exit code 1 and nothing said.
    if (!base::trim(result.errors).empty()) return refused("give " + std::string(service), result);
  }
  return std::optional<std::string>{};
}

base::Result<void> RealSecretStore::write(std::string_view service, std::string_view account,
                                          std::string_view value, const Deadline& deadline) {
  USAGESTAT_TRY(const Item item, item_to_write(processes_, service, account, deadline));
  auto request = secret_tool({"store", "--label=" + item.label}, item.attributes);
  request.input = value;
  USAGESTAT_TRY(const auto result, run(processes_, request, deadline));
  if (result.exit_code != 0) return refused("store " + std::string(service), result);
  return {};
}

base::Result<void> RealSecretStore::remove(std::string_view service, std::string_view account,
                                           const Deadline& deadline) {
  for (const Attributes& attributes : searches(service, account)) {
    USAGESTAT_TRY(const auto result, run(processes_, secret_tool({"clear"}, attributes), deadline));
    if (result.exit_code != 0 && !base::trim(result.errors).empty())
      return refused("remove " + std::string(service), result);
  }
  return {};
}

}  // namespace usagestat::system
