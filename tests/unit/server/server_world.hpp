// SPDX-License-Identifier: MIT
// A real server on a real socket with figures that the test sets, and a client that sends bytes.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "server/http_server.hpp"
#include "support/net/acceptor.hpp"

namespace usagestat::server {

// An instance "acme" with one weekly window of `percent`, fetched at 2026-03-26T11:16:29Z.
InstanceState state_of(const std::string& id, double percent);
InstanceState state_without_figures(const std::string& id);

class FakeFigures final : public Figures {
 public:
  void look(std::vector<std::string> keys, std::function<void()> done) override;
  void refresh(std::vector<std::string> keys) override;
  base::Result<std::vector<model::HistorySample>> history(const HistoryQuery& query) override;
  base::TimePoint now() const override { return *base::parse_rfc3339("2026-03-26T11:16:30Z"); }

  std::vector<std::string> calls() const;  // "look acme", "refresh a b", "history acme 1000"
  std::vector<model::HistorySample> samples;

 private:
  void note(const std::string& what, const std::vector<std::string>& keys);
  mutable std::mutex mutex_;
  std::vector<std::string> calls_;
};

struct HttpAnswer {
  unsigned status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  std::string header(const std::string& name) const;
};

// The first answer in `bytes`; they lose it.
HttpAnswer take_answer(std::string& bytes, bool is_head = false);

class Client {
 public:
  explicit Client(unsigned port)
      : connection_(test_net::connect_to_loopback(static_cast<int>(port))) {}
  bool send(std::string_view bytes) const { return connection_.write(bytes); }
  HttpAnswer answer(bool is_head = false);          // the next one
  std::string read_until(const std::string& text);  // all that came, up to and with `text`
  std::string rest();                               // until the server ends the connection
  bool is_ended();                                  // nothing more comes

 private:
  bool read_more();
  test_net::Connection connection_;
  std::string bytes_;
};

class RunningServer {
 public:
  explicit RunningServer(const ServerSettings& settings = {}, const ServerLimits& limits = {});
  ~RunningServer();
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  FakeFigures figures;
  unsigned port() const { return server_->port(); }
  void publish(const std::vector<InstanceState>& states);
  void apply(const ServerSettings& settings) { server_->apply(settings); }
  void stop();  // asks it to, and waits
  void wait() { thread_.join(); }
  void request_stop() { stop_.request_stop(); }

  // One exchange on a connection of its own.
  HttpAnswer get(const std::string& target, const std::string& headers = {}) const {
    return ask("GET", target, headers);
  }
  HttpAnswer ask(const std::string& method, const std::string& target,
                 const std::string& headers = {}) const;

 private:
  std::unique_ptr<HttpServer> server_;
  std::stop_source stop_;
  std::thread thread_;
};

// "GET /x HTTP/1.1", Host and the end of the header.
std::string request_text(const std::string& method, const std::string& target,
                         const std::string& headers = {});

}  // namespace usagestat::server
