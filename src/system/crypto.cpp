// SPDX-License-Identifier: MIT
// Hashes, signatures and ciphers by mbedTLS. Each call has its own state, so all are thread-safe.
#include "system/crypto.hpp"

#include <cstdint>
#include <utility>

#include <mbedtls/cipher.h>
#include <mbedtls/gcm.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <mbedtls/pkcs5.h>

#include "system/os_random.hpp"

namespace usagestat::system {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::size_t tag_size = 16;
constexpr std::size_t block_size = 16;
constexpr unsigned most_iterations = 1'000'000;
constexpr std::size_t longest_derived_key = 1024;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Error refuse(std::string message) { return {ErrorKind::plugin, std::move(message), ""}; }

std::string digest(mbedtls_md_type_t type, std::string_view bytes) {
  const auto* const info = mbedtls_md_info_from_type(type);
  std::string result(mbedtls_md_get_size(info), '\0');
  mbedtls_md(info, bytes_of(bytes), bytes.size(), bytes_of(result));
  return result;
}

bool is_aes_key(std::string_view key) {
  return key.size() == 16 || key.size() == 24 || key.size() == 32;
}

unsigned bits_of(std::string_view key) { return static_cast<unsigned>(key.size() * 8); }

int random_for_library(void*, unsigned char* output, std::size_t count) {
  fill_with_random_bytes(output, count);
  return 0;
}

struct GcmContext {
  GcmContext() { mbedtls_gcm_init(&context); }
  ~GcmContext() { mbedtls_gcm_free(&context); }
  GcmContext(const GcmContext&) = delete;
  GcmContext& operator=(const GcmContext&) = delete;
  mbedtls_gcm_context context{};
};

struct CipherContext {
  CipherContext() { mbedtls_cipher_init(&context); }
  ~CipherContext() { mbedtls_cipher_free(&context); }
  CipherContext(const CipherContext&) = delete;
  CipherContext& operator=(const CipherContext&) = delete;
  mbedtls_cipher_context_t context{};
};

struct KeyContext {
  KeyContext() { mbedtls_pk_init(&context); }
  ~KeyContext() { mbedtls_pk_free(&context); }
  KeyContext(const KeyContext&) = delete;
  KeyContext& operator=(const KeyContext&) = delete;
  mbedtls_pk_context context{};
};

Result<void> check_gcm(std::string_view key, std::string_view iv) {
  if (!is_aes_key(key)) return refuse("An AES key must have 16, 24 or 32 bytes.");
  if (iv.empty()) return refuse("AES-GCM needs a nonce.");
  return {};
}

Result<std::string> aes_cbc(mbedtls_operation_t operation, std::string_view key,
                            std::string_view iv, std::string_view input) {
  if (!is_aes_key(key)) return refuse("An AES key must have 16, 24 or 32 bytes.");
  if (iv.size() != block_size) return refuse("AES-CBC needs an initialisation vector of 16 bytes.");
  const auto* const info = mbedtls_cipher_info_from_values(
      MBEDTLS_CIPHER_ID_AES, static_cast<int>(bits_of(key)), MBEDTLS_MODE_CBC);
  CipherContext cipher;
  std::string output(input.size() + block_size, '\0');
  std::size_t length = 0;
  const bool ready = mbedtls_cipher_setup(&cipher.context, info) == 0 &&
                     mbedtls_cipher_setkey(&cipher.context, bytes_of(key),
                                           static_cast<int>(bits_of(key)), operation) == 0 &&
                     mbedtls_cipher_set_padding_mode(&cipher.context, MBEDTLS_PADDING_PKCS7) == 0;
  if (!ready || mbedtls_cipher_crypt(&cipher.context, bytes_of(iv), iv.size(), bytes_of(input),
                                     input.size(), bytes_of(output), &length) != 0) {
    return refuse("The data cannot be decrypted with this key.");
  }
  output.resize(length);
  return output;
}

}  // namespace

std::string sha256(std::string_view bytes) { return digest(MBEDTLS_MD_SHA256, bytes); }

std::string sha1(std::string_view bytes) { return digest(MBEDTLS_MD_SHA1, bytes); }

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  const auto* const info = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
  std::string result(mbedtls_md_get_size(info), '\0');
  mbedtls_md_hmac(info, bytes_of(key), key.size(), bytes_of(bytes), bytes.size(), bytes_of(result));
  return result;
}

Result<std::string> rs256_sign(std::string_view pem_key, std::string_view bytes) {
  KeyContext key;
  const std::string terminated(pem_key);  // the parser counts the NUL of a PEM text
  if (mbedtls_pk_parse_key(&key.context, bytes_of(terminated), terminated.size() + 1, nullptr, 0,
                           &random_for_library, nullptr) != 0) {
    return refuse("The private key is not an unencrypted PEM key.");
  }
  if (mbedtls_pk_get_type(&key.context) != MBEDTLS_PK_RSA) {
    return refuse("The private key is not an RSA key.");
  }
  const std::string hash = sha256(bytes);
  std::string signature(MBEDTLS_PK_SIGNATURE_MAX_SIZE, '\0');
  std::size_t length = 0;
  if (mbedtls_pk_sign(&key.context, MBEDTLS_MD_SHA256, bytes_of(hash), hash.size(),
                      bytes_of(signature), signature.size(), &length, &random_for_library,
                      nullptr) != 0) {
    return refuse("The private key cannot sign.");
  }
  signature.resize(length);
  return signature;
}

Result<std::string> aes_gcm_decrypt(std::string_view key, std::string_view iv, std::string_view tag,
                                    std::string_view ciphertext) {
  USAGESTAT_CHECK(check_gcm(key, iv));
  if (tag.size() != tag_size) return refuse("The tag of AES-GCM must have 16 bytes.");
  GcmContext gcm;
  std::string plaintext(ciphertext.size(), '\0');
  if (mbedtls_gcm_setkey(&gcm.context, MBEDTLS_CIPHER_ID_AES, bytes_of(key), bits_of(key)) != 0 ||
      mbedtls_gcm_auth_decrypt(&gcm.context, ciphertext.size(), bytes_of(iv), iv.size(), nullptr, 0,
                               bytes_of(tag), tag.size(), bytes_of(ciphertext),
                               bytes_of(plaintext)) != 0) {
    return refuse("The data cannot be decrypted with this key.");
  }
  return plaintext;
}

Result<Sealed> aes_gcm_encrypt(std::string_view key, std::string_view iv,
                               std::string_view plaintext) {
  USAGESTAT_CHECK(check_gcm(key, iv));
  GcmContext gcm;
  Sealed sealed{std::string(plaintext.size(), '\0'), std::string(tag_size, '\0')};
  if (mbedtls_gcm_setkey(&gcm.context, MBEDTLS_CIPHER_ID_AES, bytes_of(key), bits_of(key)) != 0 ||
      mbedtls_gcm_crypt_and_tag(&gcm.context, MBEDTLS_GCM_ENCRYPT, plaintext.size(), bytes_of(iv),
                                iv.size(), nullptr, 0, bytes_of(plaintext),
                                bytes_of(sealed.ciphertext), tag_size, bytes_of(sealed.tag)) != 0) {
    return refuse("The data cannot be encrypted.");
  }
  return sealed;
}

Result<std::string> aes_cbc_decrypt(std::string_view key, std::string_view iv,
                                    std::string_view ciphertext) {
  return aes_cbc(MBEDTLS_DECRYPT, key, iv, ciphertext);
}

Result<std::string> aes_cbc_encrypt(std::string_view key, std::string_view iv,
                                    std::string_view plaintext) {
  return aes_cbc(MBEDTLS_ENCRYPT, key, iv, plaintext);
}

Result<std::string> pbkdf2(Digest digest, std::string_view password, std::string_view salt,
                           unsigned iterations, std::size_t length) {
  if (iterations == 0 || iterations > most_iterations) {
    return refuse("PBKDF2 needs between 1 and 1,000,000 iterations.");
  }
  if (length == 0 || length > longest_derived_key) {
    return refuse("PBKDF2 gives between 1 and 1024 bytes.");
  }
  std::string key(length, '\0');
  const auto type = digest == Digest::sha1 ? MBEDTLS_MD_SHA1 : MBEDTLS_MD_SHA256;
  if (mbedtls_pkcs5_pbkdf2_hmac_ext(type, bytes_of(password), password.size(), bytes_of(salt),
                                    salt.size(), iterations, static_cast<std::uint32_t>(length),
                                    bytes_of(key)) != 0) {
    return refuse("The key cannot be derived.");
  }
  return key;
}

std::string random_bytes(std::size_t count) {
  std::string result(count, '\0');
  fill_with_random_bytes(bytes_of(result), count);
  return result;
}

}  // namespace usagestat::system
