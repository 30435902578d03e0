// SPDX-License-Identifier: MIT
// An HTTP proxy on loopback that leads made-up host names to test servers.
//
//   ConnectProxy proxy;
//   proxy.lead("api.example.com", server.port());
//   … HTTPS_PROXY=proxy.url() …
//   CHECK(proxy.asked_for() == std::vector<std::string>{"api.example.com:443"});
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/net/acceptor.hpp"

namespace usagestat::test_net {

class ConnectProxy {
 public:
  ConnectProxy();
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;
  ~ConnectProxy();

  // CONNECT host:any leads to this port; other hosts are answered with 502. Plain http requests for
  // the host are passed on as well.
  void lead(const std::string& host, int port);

  // Answers CONNECT with this status.
  void refuse(const std::string& host, int status);

  // "user:password"; without it the answer is 407.
  void require_password(std::string credentials);

  int port() const { return acceptor_.port(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

  // "host:port" of every CONNECT, the URL of every plain request, in the order of arrival.
  std::vector<std::string> asked_for() const;
  std::size_t connections() const { return acceptor_.connections(); }

 private:
  struct Verdict {
    int status = 502;
    int port = 0;
  };
  void serve(Connection& client);
  Verdict judge(const std::string& target, const std::string& head);
  static void relay(const Connection& client, const Connection& server);

  mutable std::mutex mutex_;
  std::map<std::string, Verdict> hosts_;
  std::string credentials_;
  std::vector<std::string> asked_for_;
  Acceptor acceptor_;  // last, so that its threads end first
};

}  // namespace usagestat::test_net
