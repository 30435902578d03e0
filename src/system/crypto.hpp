// SPDX-License-Identifier: MIT
// Hashes, signatures and ciphers that credentials of other programs need; all on bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace usagestat::system {

std::string sha256(std::string_view bytes);
std::string sha1(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// RSASSA-PKCS1-v1_5 with SHA-256 (RS256) over `bytes`; the key as PEM (PKCS#1 or PKCS#8).
base::Result<std::string> rs256_sign(std::string_view pem_key, std::string_view bytes);

// AES-256-GCM (also 128 and 192 by key length); `tag` 16 bytes. Kind plugin when the tag is wrong.
base::Result<std::string> aes_gcm_decrypt(std::string_view key, std::string_view iv,
                                          std::string_view tag, std::string_view ciphertext);
struct Sealed {
  std::string ciphertext;
  std::string tag;
};
base::Result<Sealed> aes_gcm_encrypt(std::string_view key, std::string_view iv,
                                     std::string_view plaintext);

// AES-CBC with PKCS#7 padding.
base::Result<std::string> aes_cbc_decrypt(std::string_view key, std::string_view iv,
                                          std::string_view ciphertext);
base::Result<std::string> aes_cbc_encrypt(std::string_view key, std::string_view iv,
                                          std::string_view plaintext);

enum class Digest { sha1, sha256 };
// PBKDF2 (RFC 8018); at most 1,000,000 iterations and 1024 bytes.
base::Result<std::string> pbkdf2(Digest digest, std::string_view password, std::string_view salt,
                                 unsigned iterations, std::size_t length);

// From the operating system.
std::string random_bytes(std::size_t count);

}  // namespace usagestat::system
