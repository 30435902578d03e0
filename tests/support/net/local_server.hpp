// SPDX-License-Identifier: MIT
// Real HTTP and HTTPS servers on loopback that answer as they are told.
//
//   TlsServer server({"api.example.com"});
//   server.on("GET", "/x").reply(200, {{"content-type", "text/plain"}}, "hello").after(5ms);
//   … trust server.ca_pem(), connect to server.port() …
//   CHECK(server.requests().size() == 1);
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/net/acceptor.hpp"
#include "support/net/http_script.hpp"
#include "support/net/test_certificates.hpp"

namespace usagestat::test_net {

class PlainServer {
 public:
  PlainServer();

  Route& on(const std::string& method, const std::string& path) { return script_.on(method, path); }
  int port() const { return acceptor_.port(); }
  std::string url(const std::string& path) const;  // "http://127.0.0.1:PORT/…"
  std::vector<ServedRequest> requests() const { return script_.requests(); }
  std::size_t connections() const { return acceptor_.connections(); }

 private:
  HttpScript script_;
  Acceptor acceptor_;  // last, so that its threads end first
};

struct TlsServerOptions {
  Validity validity = Validity::current;
  const TestAuthority* authority = nullptr;  // else one of its own
  bool tls13 = true;                         // false: at most TLS 1.2
};

class TlsServer {
 public:
  // The certificate is for `names` only; "127.0.0.1" and "localhost" must be among them to be asked
  // directly.
  explicit TlsServer(const std::vector<std::string>& names, const TlsServerOptions& options = {});
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer();

  Route& on(const std::string& method, const std::string& path) { return script_.on(method, path); }
  int port() const { return acceptor_->port(); }
  std::string url(const std::string& path) const;  // "https://127.0.0.1:PORT/…"
  const std::string& ca_pem() const { return ca_pem_; }
  std::vector<ServedRequest> requests() const { return script_.requests(); }

  std::size_t connections() const { return acceptor_->connections(); }
  std::size_t handshakes() const;   // completed, of any kind
  std::size_t resumptions() const;  // handshakes that continued an earlier session

 private:
  struct Tls;
  void serve(Connection& connection);

  std::string ca_pem_;
  HttpScript script_;
  std::unique_ptr<Tls> tls_;
  std::unique_ptr<Acceptor> acceptor_;
};

}  // namespace usagestat::test_net
