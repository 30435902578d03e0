// SPDX-License-Identifier: MIT
// Connections, limits and timers around the route table: one thread that waits for the network.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "server/documents.hpp"
#include "server/figures.hpp"
#include "server/request_guard.hpp"

namespace usagestat::server {

using std::chrono_literals::operator""s;

struct ServerLimits {
  unsigned header_bytes = 8U << 10U;
  unsigned body_bytes = 64U << 10U;
  std::size_t connections = 256;
  std::chrono::milliseconds request_time = 10s;  // to send a request, to take an answer
  std::chrono::milliseconds idle_time = 75s;     // between two requests of a connection
  std::chrono::milliseconds heartbeat = 25s;     // of event streams
  std::chrono::milliseconds stop_time = 5s;      // to finish what is in flight
  std::chrono::milliseconds look_interval = 1s;  // the store is not looked at more often
};

// What a new configuration may change while the server runs.
struct ServerSettings {
  GuardRules rules;
  std::chrono::milliseconds refresh = 60s;  // how old figures may get while somebody watches
  bool is_polling = false;                  // … and when nobody does
  std::chrono::milliseconds idle_exit{0};   // without a request; 0: never
};

struct ListenAddress {
  std::string host = "127.0.0.1";  // an IP address, or localhost
  unsigned port = 6736;            // 0: any free one
  std::vector<int> inherited;      // sockets that listen already, instead of the above
};

class HttpServer {
 public:
  // Listens; kind io when the port is taken (74), config when the host is no address.
  static base::Result<std::unique_ptr<HttpServer>> listen(const ListenAddress& address,
                                                          const ServerLimits& limits = {});
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  unsigned port() const;
  // Of every listening socket.
  std::vector<std::string> hosts() const;

  // What is answered from now on. Any thread.
  void publish(std::shared_ptr<const Documents> documents);
  void apply(const ServerSettings& settings);

  // Returns when the token has fired and what was in flight is done, or after idle_exit. `hangup`
  // is called on SIGHUP when there is one.
  void run(Figures& figures, const std::stop_token& stop, std::function<void()> hangup = {});

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace usagestat::server
