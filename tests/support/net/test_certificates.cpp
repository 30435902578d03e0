// SPDX-License-Identifier: MIT
// X.509 by mbedTLS. Keys are P-256: they take a millisecond to make.
#include "support/net/test_certificates.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <list>
#include <stdexcept>

#include <arpa/inet.h>
#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <mbedtls/x509_crt.h>
#include <psa/crypto.h>

#include "system/crypto.hpp"

namespace usagestat::test_net {
namespace {

constexpr const char* authority_name = "CN=usagestat test authority,O=usagestat";

int random_for_library(void*, unsigned char* output, std::size_t count) {
  const std::string bytes = system::random_bytes(count);
  std::copy(bytes.begin(), bytes.end(), output);
  return 0;
}

void require(int code, const char* what) {
  if (code != 0) throw std::runtime_error(std::string(what) + ": " + std::to_string(code));
}

struct Key {
  Key() { mbedtls_pk_init(&context); }
  ~Key() { mbedtls_pk_free(&context); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  void generate() {
    require(mbedtls_pk_setup(&context, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)), "pk_setup");
    require(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(context),
                                &random_for_library, nullptr),
            "gen_key");
  }

  void parse(const std::string& pem) {
    const auto* const bytes = reinterpret_cast<const unsigned char*>(pem.c_str());
    require(mbedtls_pk_parse_key(&context, bytes, pem.size() + 1, nullptr, 0, &random_for_library,
                                 nullptr),
            "parse_key");
  }

  std::string pem() {
    std::array<unsigned char, 2048> buffer{};
    require(mbedtls_pk_write_key_pem(&context, buffer.data(), buffer.size()), "write_key");
    return reinterpret_cast<const char*>(buffer.data());
  }

  mbedtls_pk_context context{};
};

std::string time_text(std::chrono::hours from_now) {
  const std::time_t time =
      std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + from_now);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &parts);
  return text.data();
}

std::pair<std::string, std::string> period_of(Validity validity) {
  using std::chrono::hours;
  switch (validity) {
    case Validity::expired:
      return {time_text(hours{-48}), time_text(hours{-24})};
    case Validity::not_yet:
      return {time_text(hours{24}), time_text(hours{48})};
    case Validity::current:
      break;
  }
  return {time_text(hours{-24}), time_text(hours{240})};
}

// The list of alternative names in the library's form; it points into `names`.
class AlternativeNames {
 public:
  explicit AlternativeNames(const std::vector<std::string>& names) {
    for (const auto& name : names) add(name);
  }
  mbedtls_x509_san_list* get() { return entries_.empty() ? nullptr : &entries_.front(); }

 private:
  void add(const std::string& name) {
    mbedtls_x509_san_list entry{};
    auto& address = addresses_.emplace_back();
    mbedtls_asn1_buf value{};
    if (::inet_pton(AF_INET, name.c_str(), address.data()) == 1) {
      entry.node.type = MBEDTLS_X509_SAN_IP_ADDRESS;
      value.p = address.data();
      value.len = address.size();
    } else {
      entry.node.type = MBEDTLS_X509_SAN_DNS_NAME;
      value.p = reinterpret_cast<unsigned char*>(texts_.emplace_back(name).data());
      value.len = name.size();
    }
    entry.node.san.unstructured_name = value;
    entries_.push_back(entry);
    if (entries_.size() > 1) std::next(entries_.rbegin())->next = &entries_.back();
  }

  std::list<std::array<unsigned char, 4>> addresses_;
  std::list<std::string> texts_;
  std::list<mbedtls_x509_san_list> entries_;
};

struct Certificate {
  Certificate() { mbedtls_x509write_crt_init(&context); }
  ~Certificate() { mbedtls_x509write_crt_free(&context); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  void describe(const std::string& subject, Key& key, Key& issuer_key, Validity validity) {
    mbedtls_x509write_crt_set_version(&context, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(&context, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(&context, &key.context);
    mbedtls_x509write_crt_set_issuer_key(&context, &issuer_key.context);
    require(mbedtls_x509write_crt_set_subject_name(&context, subject.c_str()), "subject");
    require(mbedtls_x509write_crt_set_issuer_name(&context, authority_name), "issuer");
    auto serial = system::random_bytes(8);
    serial[0] = static_cast<char>(serial[0] & 0x7F);
    require(mbedtls_x509write_crt_set_serial_raw(
                &context, reinterpret_cast<unsigned char*>(serial.data()), serial.size()),
            "serial");
    const auto [from, until] = period_of(validity);
    require(mbedtls_x509write_crt_set_validity(&context, from.c_str(), until.c_str()), "validity");
  }

  std::string pem() {
    std::array<unsigned char, 8192> buffer{};
    require(mbedtls_x509write_crt_pem(&context, buffer.data(), buffer.size(), &random_for_library,
                                      nullptr),
            "write_crt");
    return reinterpret_cast<const char*>(buffer.data());
  }

  mbedtls_x509write_cert context{};
};

}  // namespace

TestAuthority::TestAuthority() {
  psa_crypto_init();
  Key key;
  key.generate();
  Certificate certificate;
  certificate.describe(authority_name, key, key, Validity::current);
  require(mbedtls_x509write_crt_set_basic_constraints(&certificate.context, 1, -1), "constraints");
  require(mbedtls_x509write_crt_set_key_usage(&certificate.context, MBEDTLS_X509_KU_KEY_CERT_SIGN),
          "usage");
  ca_ = {certificate.pem(), key.pem()};
}

TestAuthority::~TestAuthority() = default;

TestIdentity TestAuthority::issue(const std::vector<std::string>& names, Validity validity) const {
  Key authority_key;
  authority_key.parse(ca_.key_pem);
  Key key;
  key.generate();
  Certificate certificate;
  certificate.describe("CN=usagestat test server", key, authority_key, validity);
  AlternativeNames alternatives(names);
  require(mbedtls_x509write_crt_set_basic_constraints(&certificate.context, 0, -1), "constraints");
  require(
      mbedtls_x509write_crt_set_subject_alternative_name(&certificate.context, alternatives.get()),
      "names");
  return {certificate.pem(), key.pem()};
}

}  // namespace usagestat::test_net
