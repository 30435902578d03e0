// SPDX-License-Identifier: MIT
#include "plugin_host/host_api.hpp"

#include <array>

namespace usagestat::plugin_host {
namespace {

constexpr std::array k_functions{
    HostApiEntry{"log.write", log_write},
    HostApiEntry{"env.get", env_get},
    HostApiEntry{"sleep", sleep_ms},
    HostApiEntry{"time.offsetMinutes", time_offset_minutes},
    HostApiEntry{"time.epochMs", time_epoch_ms},
    HostApiEntry{"fs.exists", fs_exists},
    HostApiEntry{"fs.readText", fs_read_text},
    HostApiEntry{"fs.readBase64", fs_read_base64},
    HostApiEntry{"fs.stat", fs_stat},
    HostApiEntry{"fs.listDir", fs_list_dir},
    HostApiEntry{"fs.glob", fs_glob},
    HostApiEntry{"fs.writeText", fs_write_text},
    HostApiEntry{"fs.replaceText", fs_replace_text},
    HostApiEntry{"fs.canWrite", fs_can_write},
    HostApiEntry{"fs.lock", fs_lock},
    HostApiEntry{"fs.unlock", fs_unlock},
    HostApiEntry{"http.request", http_request},
    HostApiEntry{"http.requestAll", http_request_all},
    HostApiEntry{"command.run", command_run},
    HostApiEntry{"command.isInstalled", command_is_installed},
    HostApiEntry{"command.open", command_open},
    HostApiEntry{"command.writeLine", command_write_line},
    HostApiEntry{"command.readLine", command_read_line},
    HostApiEntry{"command.close", command_close},
    HostApiEntry{"sqlite.rows", sqlite_rows},
    HostApiEntry{"sqlite.query", sqlite_query},
    HostApiEntry{"sqlite.exec", sqlite_exec},
    HostApiEntry{"keychain.read", keychain_read},
    HostApiEntry{"keychain.write", keychain_write},
    HostApiEntry{"keychain.remove", keychain_remove},
    HostApiEntry{"crypto.sha256Hex", crypto_sha256_hex},
    HostApiEntry{"crypto.hmacSha256", crypto_hmac_sha256},
    HostApiEntry{"crypto.rs256Sign", crypto_rs256_sign},
    HostApiEntry{"crypto.aesGcmDecrypt", crypto_aes_gcm_decrypt},
    HostApiEntry{"crypto.aesGcmEncrypt", crypto_aes_gcm_encrypt},
    HostApiEntry{"crypto.aesCbcDecrypt", crypto_aes_cbc_decrypt},
    HostApiEntry{"crypto.pbkdf2", crypto_pbkdf2},
    HostApiEntry{"crypto.randomBase64", crypto_random},
    HostApiEntry{"base64.toText", base64_to_text},
    HostApiEntry{"base64.fromText", base64_from_text},
    HostApiEntry{"cookies.header", not_available},
    HostApiEntry{"ls.discover", discover_server},
    HostApiEntry{"localUsage.query", not_available},
};

}  // namespace

std::span<const HostApiEntry> host_api() { return k_functions; }

}  // namespace usagestat::plugin_host
