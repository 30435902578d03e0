// SPDX-License-Identifier: MIT
// Published vectors: FIPS 180-4, RFC 4231, RFC 6070 and 7914, NIST SP 800-38A, the GCM
// specification.
#include "system/crypto.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>

#include "base/encoding.hpp"

namespace usagestat::system {
namespace {

std::string bytes(std::string_view hex) { return *base::hex_decode(hex); }
std::string hex(std::string_view text) { return base::hex_encode(text); }

TEST_CASE("hashes") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmac_sha256(std::string(131, '\xaa'),
                        "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("AES-GCM") {
  const std::string key = bytes("feffe9928665731c6d6a8f9467308308");
  const std::string iv = bytes("cafebabefacedbaddecaf888");
  const std::string plaintext = bytes(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
      "b525b16aedf5aa0de657ba637b391aafd255");
  const auto sealed = aes_gcm_encrypt(key, iv, plaintext);
  REQUIRE(sealed.has_value());
  CHECK(
      hex(sealed->ciphertext) ==
      "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84"
      "aa051ba30b396a0aac973d58e091473f5985");
  CHECK(hex(sealed->tag) == "4d5c2af327cd64a62cf35abd2ba6fab4");
  CHECK(*aes_gcm_decrypt(key, iv, sealed->tag, sealed->ciphertext) == plaintext);
  std::string wrong_tag = sealed->tag;
  wrong_tag[0] = static_cast<char>(wrong_tag[0] ^ 1);
  const auto refused = aes_gcm_decrypt(key, iv, wrong_tag, sealed->ciphertext);
  CHECK(refused.error() ==
        base::Error{base::ErrorKind::plugin, "The data cannot be decrypted with this key.", ""});
  CHECK(aes_gcm_decrypt("short", iv, sealed->tag, "").has_error());
  CHECK(aes_gcm_decrypt(key, "", sealed->tag, "").has_error());
  CHECK(aes_gcm_decrypt(key, iv, "short", "").has_error());
  const std::string long_key(32, 'k');
  CHECK(*aes_gcm_decrypt(long_key, iv, aes_gcm_encrypt(long_key, iv, "")->tag, "") == "");
}

TEST_CASE("AES-CBC with padding") {
  const std::string key = bytes("2b7e151628aed2a6abf7158809cf4f3c");
  const std::string iv = bytes("000102030405060708090a0b0c0d0e0f");
  const std::string block = bytes("6bc1bee22e409f96e93d7e117393172a");
  const auto ciphertext = aes_cbc_encrypt(key, iv, block);
  REQUIRE(ciphertext.has_value());
  CHECK(ciphertext->size() == 32);
  CHECK(hex(ciphertext->substr(0, 16)) == "7649abac8119b246cee98e9b12e9197d");
  CHECK(*aes_cbc_decrypt(key, iv, *ciphertext) == block);
  CHECK(*aes_cbc_decrypt(key, iv, *aes_cbc_encrypt(key, iv, "")) == "");
  CHECK(aes_cbc_decrypt(key, iv, ciphertext->substr(0, 17)).has_error());
  CHECK(aes_cbc_decrypt(key, iv, "").has_error());
  CHECK(aes_cbc_decrypt(key, "short", *ciphertext).has_error());
  CHECK(aes_cbc_decrypt("short", iv, *ciphertext).has_error());
  CHECK(aes_cbc_decrypt(std::string(16, 'x'), iv, *ciphertext).has_error());
}

int random_for_library(void*, unsigned char* output, std::size_t count) {
  const std::string random = random_bytes(count);
  std::copy(random.begin(), random.end(), output);
  return 0;
}

struct RsaKey {
  RsaKey() {
    mbedtls_pk_init(&key);
    REQUIRE(mbedtls_pk_setup(&key, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA)) == 0);
    constexpr unsigned bits = 1024;  // quick to make
    REQUIRE(mbedtls_rsa_gen_key(mbedtls_pk_rsa(key), &random_for_library, nullptr, bits, 65537) ==
            0);
  }
  ~RsaKey() { mbedtls_pk_free(&key); }
  RsaKey(const RsaKey&) = delete;
  RsaKey& operator=(const RsaKey&) = delete;

  std::string pem() {
    std::array<unsigned char, 4096> buffer{};
    REQUIRE(mbedtls_pk_write_key_pem(&key, buffer.data(), buffer.size()) == 0);
    return reinterpret_cast<const char*>(buffer.data());
  }
  bool verifies(std::string_view text, std::string_view signature) {
    const std::string hash = sha256(text);
    return mbedtls_pk_verify(&key, MBEDTLS_MD_SHA256,
                             reinterpret_cast<const unsigned char*>(hash.data()), hash.size(),
                             reinterpret_cast<const unsigned char*>(signature.data()),
                             signature.size()) == 0;
  }

  mbedtls_pk_context key{};
};

TEST_CASE("RS256") {
  RsaKey key;
  const auto signature = rs256_sign(key.pem(), "header.payload");
  REQUIRE(signature.has_value());
  CHECK(signature->size() == 128);
  CHECK(key.verifies("header.payload", *signature));
  CHECK_FALSE(key.verifies("header.other", *signature));
  CHECK(*rs256_sign(key.pem(), "header.payload") == *signature);
  CHECK(rs256_sign("no key", "x").error().message ==
        "The private key is not an unencrypted PEM key.");
  CHECK(rs256_sign("", "x").has_error());
}

TEST_CASE("PBKDF2") {
  CHECK(hex(*pbkdf2(Digest::sha1, "password", "salt", 2, 20)) ==
        "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
  CHECK(hex(*pbkdf2(Digest::sha256, "passwd", "salt", 1, 64)) ==
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d"
        "77ef"
        "317c71b845b1e30bd509112041d3a19783");
  CHECK(pbkdf2(Digest::sha1, "p", "s", 0, 20).has_error());
  CHECK(pbkdf2(Digest::sha1, "p", "s", 1'000'001, 20).has_error());
  CHECK(pbkdf2(Digest::sha1, "p", "s", 1, 0).has_error());
  CHECK(pbkdf2(Digest::sha1, "p", "s", 1, 1025).has_error());
}

TEST_CASE("randomness differs") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_bytes(16));
  CHECK(seen.size() == 100);
  CHECK(random_bytes(0).empty());
  CHECK(random_bytes(1000).size() == 1000);
}

}  // namespace
}  // namespace usagestat::system
