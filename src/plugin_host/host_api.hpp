// SPDX-License-Identifier: MIT
// The table of host functions: JSON values in, a JSON value or an error out. The prelude gives them
// their pleasant names; usagestat.d.ts describes those.
#pragma once

#include <span>
#include <string_view>

#include "plugin_host/host_context.hpp"

namespace usagestat::plugin_host {

using HostFunction = base::Result<base::json::value> (*)(HostContext&, const HostArguments&);

struct HostApiEntry {
  std::string_view name;
  HostFunction function;
};

std::span<const HostApiEntry> host_api();

// host_http.cpp
base::Result<base::json::value> http_request(HostContext&, const HostArguments&);
base::Result<base::json::value> http_request_all(HostContext&, const HostArguments&);
// host_files.cpp
base::Result<base::json::value> fs_exists(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_read_text(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_read_base64(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_stat(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_list_dir(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_glob(HostContext&, const HostArguments&);
// host_file_writes.cpp
base::Result<base::json::value> fs_write_text(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_replace_text(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_can_write(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_lock(HostContext&, const HostArguments&);
base::Result<base::json::value> fs_unlock(HostContext&, const HostArguments&);
// host_machine.cpp
base::Result<base::json::value> env_get(HostContext&, const HostArguments&);
base::Result<base::json::value> log_write(HostContext&, const HostArguments&);
base::Result<base::json::value> sleep_ms(HostContext&, const HostArguments&);
base::Result<base::json::value> time_offset_minutes(HostContext&, const HostArguments&);
base::Result<base::json::value> time_epoch_ms(HostContext&, const HostArguments&);
base::Result<base::json::value> not_available(HostContext&, const HostArguments&);
// host_command.cpp
base::Result<base::json::value> command_run(HostContext&, const HostArguments&);
base::Result<base::json::value> command_is_installed(HostContext&, const HostArguments&);
base::Result<base::json::value> command_open(HostContext&, const HostArguments&);
base::Result<base::json::value> command_write_line(HostContext&, const HostArguments&);
base::Result<base::json::value> command_read_line(HostContext&, const HostArguments&);
base::Result<base::json::value> command_close(HostContext&, const HostArguments&);
// host_database.cpp
base::Result<base::json::value> sqlite_rows(HostContext&, const HostArguments&);
base::Result<base::json::value> sqlite_query(HostContext&, const HostArguments&);
base::Result<base::json::value> sqlite_exec(HostContext&, const HostArguments&);
// host_secrets.cpp
base::Result<base::json::value> keychain_read(HostContext&, const HostArguments&);
base::Result<base::json::value> keychain_write(HostContext&, const HostArguments&);
base::Result<base::json::value> keychain_remove(HostContext&, const HostArguments&);
// host_processes.cpp
base::Result<base::json::value> discover_server(HostContext&, const HostArguments&);
// host_crypto.cpp
base::Result<base::json::value> crypto_sha256_hex(HostContext&, const HostArguments&);
base::Result<base::json::value> crypto_hmac_sha256(HostContext&, const HostArguments&);
base::Result<base::json::value> crypto_rs256_sign(HostContext&, const HostArguments&);
base::Result<base::json::value> crypto_aes_gcm_decrypt(HostContext&, const HostArguments&);
base::Result<base::json::value> crypto_aes_gcm_encrypt(HostContext&, const HostArguments&);
base::Result<base::json::value> crypto_aes_cbc_decrypt(HostContext&, const HostArguments&);
base::Result<base::json::value> crypto_pbkdf2(HostContext&, const HostArguments&);
base::Result<base::json::value> crypto_random(HostContext&, const HostArguments&);
base::Result<base::json::value> base64_to_text(HostContext&, const HostArguments&);
base::Result<base::json::value> base64_from_text(HostContext&, const HostArguments&);

}  // namespace usagestat::plugin_host
