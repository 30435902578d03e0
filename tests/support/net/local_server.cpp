// SPDX-License-Identifier: MIT
// The servers: plain sockets, and TLS by mbedTLS on top of them.
#include "support/net/local_server.hpp"

#include <atomic>
#include <stdexcept>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ticket.h>
#include <psa/crypto.h>

namespace usagestat::test_net {
namespace {

void require(int code, const char* what) {
  if (code != 0) throw std::runtime_error(std::string(what) + ": " + std::to_string(code));
}

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.c_str());
}

int send_to(void* connection, const unsigned char* bytes, std::size_t size) {
  const auto* const text = reinterpret_cast<const char*>(bytes);
  if (!static_cast<Connection*>(connection)->write({text, size})) return MBEDTLS_ERR_SSL_CONN_EOF;
  return static_cast<int>(size);
}

int receive_from(void* connection, unsigned char* bytes, std::size_t size) {
  auto* const text = reinterpret_cast<char*>(bytes);
  return static_cast<int>(static_cast<Connection*>(connection)->read(text, size));
}

// The TLS state of one connection.
class Session {
 public:
  Session(const mbedtls_ssl_config& config, Connection& connection) {
    mbedtls_ssl_init(&ssl_);
    require(mbedtls_ssl_setup(&ssl_, &config), "ssl_setup");
    mbedtls_ssl_set_bio(&ssl_, &connection, &send_to, &receive_from, nullptr);
  }
  ~Session() { mbedtls_ssl_free(&ssl_); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  bool shake_hands() { return mbedtls_ssl_handshake(&ssl_) == 0; }

  std::size_t read(char* buffer, std::size_t size) {
    const int count = mbedtls_ssl_read(&ssl_, reinterpret_cast<unsigned char*>(buffer), size);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }

  bool write(std::string_view text) {
    while (!text.empty()) {
      const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
      const int count = mbedtls_ssl_write(&ssl_, bytes, text.size());
      if (count <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void say_goodbye() { mbedtls_ssl_close_notify(&ssl_); }

 private:
  mbedtls_ssl_context ssl_{};
};

}  // namespace

PlainServer::PlainServer()
    : acceptor_([this](Connection& connection) {
        const ByteStream stream{
            [&](char* buffer, std::size_t size) { return connection.read(buffer, size); },
            [&](std::string_view bytes) { return connection.write(bytes); }};
        script_.serve(stream, connection, acceptor_);
      }) {}

std::string PlainServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port()) + path;
}

struct TlsServer::Tls {
  Tls(const TestIdentity& identity, bool tls13) {
    require(psa_crypto_init(), "psa_crypto_init");
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_x509_crt_init(&certificate);
    mbedtls_pk_init(&key);
    mbedtls_ssl_ticket_init(&tickets);
    mbedtls_ssl_config_init(&config);
    require(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, nullptr, 0), "seed");
    const auto& pem = identity.certificate_pem;
    require(mbedtls_x509_crt_parse(&certificate, bytes_of(pem), pem.size() + 1), "certificate");
    require(mbedtls_pk_parse_key(&key, bytes_of(identity.key_pem), identity.key_pem.size() + 1,
                                 nullptr, 0, mbedtls_ctr_drbg_random, &random),
            "key");
    configure(tls13);
  }
  ~Tls() {
    mbedtls_ssl_config_free(&config);
    mbedtls_ssl_ticket_free(&tickets);
    mbedtls_pk_free(&key);
    mbedtls_x509_crt_free(&certificate);
    mbedtls_ctr_drbg_free(&random);
    mbedtls_entropy_free(&entropy);
  }
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  void configure(bool tls13) {
    require(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER,
                                        MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT),
            "config");
    if (!tls13) mbedtls_ssl_conf_max_tls_version(&config, MBEDTLS_SSL_VERSION_TLS1_2);
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    require(mbedtls_ssl_conf_own_cert(&config, &certificate, &key), "own_cert");
    constexpr std::uint32_t one_day = 86400;
    require(mbedtls_ssl_ticket_setup(&tickets, mbedtls_ctr_drbg_random, &random,
                                     MBEDTLS_CIPHER_AES_256_GCM, one_day),
            "tickets");
    mbedtls_ssl_conf_session_tickets_cb(&config, &write_ticket, &parse_ticket, this);
  }

  static int write_ticket(void* self, const mbedtls_ssl_session* session, unsigned char* start,
                          const unsigned char* end, std::size_t* length, std::uint32_t* lifetime) {
    auto* const tls = static_cast<Tls*>(self);
    return mbedtls_ssl_ticket_write(&tls->tickets, session, start, end, length, lifetime);
  }

  static int parse_ticket(void* self, mbedtls_ssl_session* session, unsigned char* bytes,
                          std::size_t size) {
    auto* const tls = static_cast<Tls*>(self);
    const int code = mbedtls_ssl_ticket_parse(&tls->tickets, session, bytes, size);
    if (code == 0) ++tls->resumptions;
    return code;
  }

  mbedtls_entropy_context entropy{};
  mbedtls_ctr_drbg_context random{};
  mbedtls_x509_crt certificate{};
  mbedtls_pk_context key{};
  mbedtls_ssl_ticket_context tickets{};
  mbedtls_ssl_config config{};
  std::atomic<std::size_t> handshakes{0};
  std::atomic<std::size_t> resumptions{0};
};

TlsServer::TlsServer(const std::vector<std::string>& names, const TlsServerOptions& options) {
  std::optional<TestAuthority> own;
  const TestAuthority& authority = options.authority ? *options.authority : own.emplace();
  ca_pem_ = authority.ca_pem();
  tls_ = std::make_unique<Tls>(authority.issue(names, options.validity), options.tls13);
  acceptor_ = std::make_unique<Acceptor>([this](Connection& connection) { serve(connection); });
}

TlsServer::~TlsServer() { acceptor_->stop(); }

std::string TlsServer::url(const std::string& path) const {
  return "https://127.0.0.1:" + std::to_string(port()) + path;
}

std::size_t TlsServer::handshakes() const { return tls_->handshakes; }
std::size_t TlsServer::resumptions() const { return tls_->resumptions; }

void TlsServer::serve(Connection& connection) {
  Session session(tls_->config, connection);
  if (!session.shake_hands()) return;
  ++tls_->handshakes;
  const ByteStream stream{
      [&](char* buffer, std::size_t size) { return session.read(buffer, size); },
      [&](std::string_view bytes) { return session.write(bytes); }};
  script_.serve(stream, connection, *acceptor_);
  session.say_goodbye();
}

}  // namespace usagestat::test_net
