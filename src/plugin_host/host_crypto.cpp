// SPDX-License-Identifier: MIT
// Hashes and ciphers for plugins. Bytes cross the border as Base64.
#include <cmath>

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "plugin_host/host_api.hpp"
#include "system/crypto.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Result;

Result<std::string> bytes(const json::object& options, std::string_view member,
                          const HostArguments& arguments) {
  const auto text = base::string_member(json::value(options), member);
  if (!text) return arguments.wrong(std::string(member) + " must be a text");
  auto decoded = base::base64_decode(*text);
  if (!decoded) return arguments.wrong(std::string(member) + " is not Base64");
  return *std::move(decoded);
}

std::string url_safe(std::string text) {
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return text;
}

}  // namespace

Result<json::value> crypto_sha256_hex(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string text, arguments.text(0));
  return json::value(base::hex_encode(system::sha256(text)));
}

Result<json::value> crypto_hmac_sha256(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string key_base64, arguments.text(0));
  USAGESTAT_TRY(const std::string data_base64, arguments.text(1));
  const auto key = base::base64_decode(key_base64);
  const auto data = base::base64_decode(data_base64);
  if (!key || !data) return arguments.wrong("key and data must be Base64");
  return json::value(base::base64_encode(system::hmac_sha256(*key, *data)));
}

Result<json::value> crypto_rs256_sign(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string pem, arguments.text(0));
  USAGESTAT_TRY(const std::string text, arguments.text(1));
  USAGESTAT_TRY(const std::string signature, system::rs256_sign(pem, text));
  return json::value(url_safe(base::base64_encode(signature)));
}

Result<json::value> crypto_aes_gcm_decrypt(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  USAGESTAT_TRY(const std::string key, bytes(*options, "keyBase64", arguments));
  USAGESTAT_TRY(const std::string iv, bytes(*options, "ivBase64", arguments));
  USAGESTAT_TRY(const std::string tag, bytes(*options, "tagBase64", arguments));
  USAGESTAT_TRY(const std::string data, bytes(*options, "dataBase64", arguments));
  USAGESTAT_TRY(const std::string plain, system::aes_gcm_decrypt(key, iv, tag, data));
  return json::value(base::base64_encode(plain));
}

Result<json::value> crypto_aes_gcm_encrypt(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  USAGESTAT_TRY(const std::string key, bytes(*options, "keyBase64", arguments));
  USAGESTAT_TRY(const std::string iv, bytes(*options, "ivBase64", arguments));
  USAGESTAT_TRY(const std::string data, bytes(*options, "dataBase64", arguments));
  USAGESTAT_TRY(const system::Sealed sealed, system::aes_gcm_encrypt(key, iv, data));
  return json::value(json::object{{"dataBase64", base::base64_encode(sealed.ciphertext)},
                                  {"tagBase64", base::base64_encode(sealed.tag)}});
}

Result<json::value> crypto_aes_cbc_decrypt(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  USAGESTAT_TRY(const std::string key, bytes(*options, "keyBase64", arguments));
  USAGESTAT_TRY(const std::string iv, bytes(*options, "ivBase64", arguments));
  USAGESTAT_TRY(const std::string data, bytes(*options, "dataBase64", arguments));
  USAGESTAT_TRY(const std::string plain, system::aes_cbc_decrypt(key, iv, data));
  return json::value(base::base64_encode(plain));
}

Result<json::value> crypto_pbkdf2(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const json::object* options, arguments.object(0));
  const json::value whole(*options);
  const auto password = base::string_member(whole, "password");
  const auto salt = base::string_member(whole, "salt");
  const auto iterations = base::number_member(whole, "iterations");
  const auto length = base::number_member(whole, "length");
  // Every 20 bytes cost all the iterations again, and nothing can stop them.
  constexpr double k_most_work = 4e6;
  const bool is_in_range = password && salt && iterations && length && *iterations >= 1 &&
                           *iterations <= 1e6 && *length >= 1 && *length <= 1024 &&
                           *iterations * std::ceil(*length / 20) <= k_most_work;
  if (!is_in_range)
    return arguments.wrong(
        "password, salt, iterations (1 to 1000000) and length (1 to 1024, at most 80 with a "
        "million "
        "iterations) are needed");
  const auto digest = base::string_member(whole, "digest") == "sha1" ? system::Digest::sha1
                                                                     : system::Digest::sha256;
  USAGESTAT_TRY(const std::string key,
                system::pbkdf2(digest, *password, *salt, static_cast<unsigned>(*iterations),
                               static_cast<std::size_t>(*length)));
  return json::value(base::base64_encode(key));
}

Result<json::value> crypto_random(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const double count, arguments.number(0));
  if (!(count >= 1 && count <= 1024)) return arguments.wrong("1 to 1024 bytes are allowed");
  return json::value(base::base64_encode(system::random_bytes(static_cast<std::size_t>(count))));
}

Result<json::value> base64_to_text(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string text, arguments.text(0));
  const auto decoded = base::base64_decode(text);
  if (!decoded || !base::is_valid_utf8(*decoded)) return json::value();
  return json::value(*decoded);
}

Result<json::value> base64_from_text(HostContext&, const HostArguments& arguments) {
  USAGESTAT_TRY(const std::string text, arguments.text(0));
  return json::value(base::base64_encode(text));
}

}  // namespace usagestat::plugin_host
