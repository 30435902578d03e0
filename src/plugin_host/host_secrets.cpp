// SPDX-License-Identifier: MIT
// Declared keychain items for plugins.
#include "base/text.hpp"
#include "plugin_host/host_api.hpp"

namespace usagestat::plugin_host {

namespace json = base::json;
using base::Result;

Result<json::value> keychain_read(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string service, arguments.text(0));
  USAGESTAT_TRY(const auto account, arguments.optional_text(1));
  USAGESTAT_CHECK(context.access.check_keychain(service));
  USAGESTAT_TRY(const auto value,
                context.system.secrets.read(service, account.value_or(""), context.deadline));
  if (!value) return json::value();
  context.redactor.add_secret(*value);
  remember_secrets(*value, context.redactor);
  return json::value(base::to_valid_utf8(*value));
}

Result<json::value> keychain_write(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string service, arguments.text(0));
  USAGESTAT_TRY(const std::string value, arguments.text(1));
  USAGESTAT_TRY(const auto account, arguments.optional_text(2));
  USAGESTAT_CHECK(context.access.check_keychain(service));
  context.redactor.add_secret(value);
  USAGESTAT_CHECK(
      context.system.secrets.write(service, account.value_or(""), value, context.deadline));
  return json::value();
}

Result<json::value> keychain_remove(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string service, arguments.text(0));
  USAGESTAT_TRY(const auto account, arguments.optional_text(1));
  USAGESTAT_CHECK(context.access.check_keychain(service));
  USAGESTAT_CHECK(context.system.secrets.remove(service, account.value_or(""), context.deadline));
  return json::value();
}

}  // namespace usagestat::plugin_host
