// SPDX-License-Identifier: MIT
// Writing files for plugins: always whole, always atomic, if need be under a lock.
#include "base/encoding.hpp"
#include "plugin_host/host_api.hpp"
#include "system/crypto.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;
using base::Result;
using std::filesystem::path;

constexpr std::size_t k_largest_file = 8U << 20U;

}  // namespace

Result<json::value> fs_write_text(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const std::string text, arguments.text(1));
  USAGESTAT_TRY(const path real, context.access.writable(name));
  USAGESTAT_CHECK(context.system.filesystem.write_file(real, text));
  return json::value();
}

Result<json::value> fs_replace_text(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const auto expected, arguments.optional_text(1));
  USAGESTAT_TRY(const std::string text, arguments.text(2));
  USAGESTAT_TRY(const path real, context.access.writable(name));
  system::Filesystem& files = context.system.filesystem;
  if (!files.exists(real)) {
    if (expected) return json::value(false);
  } else {
    USAGESTAT_TRY(const std::string present, files.read_file(real, k_largest_file));
    if (!expected || present != *expected) return json::value(false);
  }
  USAGESTAT_CHECK(files.write_file(real, text));
  return json::value(true);
}

Result<json::value> fs_can_write(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  const auto real = context.access.writable(name);
  return json::value(real && context.system.filesystem.can_write(*real));
}

// The lock file lies in our own state directory: another program's directory is not ours to fill.
Result<json::value> fs_lock(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const path real, context.access.writable(name));
  const std::string key = real.generic_string();
  if (context.locks.contains(key))
    return Error{ErrorKind::plugin, "fs.withLock: " + name + " is locked by this probe already.",
                 ""};
  // The same name in every build of this program, or two of them would not see each other.
  const std::string lock_name = base::hex_encode(system::sha256(key)).substr(0, 32) + ".lock";
  const path lock_file = context.request.app_data_directory / "state" / "locks" / lock_name;
  USAGESTAT_TRY(auto lock, context.system.filesystem.lock(lock_file, context.deadline));
  context.locks.emplace(key, std::move(lock));
  return json::value();
}

Result<json::value> fs_unlock(HostContext& context, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string name, arguments.text(0));
  USAGESTAT_TRY(const path real, context.access.writable(name));
  context.locks.erase(real.generic_string());
  return json::value();
}

}  // namespace usagestat::plugin_host
