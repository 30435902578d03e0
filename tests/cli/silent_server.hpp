// SPDX-License-Identifier: MIT
// A loopback server for the worst: it answers no request, or, for /huge, never stops answering.
#pragma once

#include <atomic>
#include <thread>
#include <vector>

namespace usagestat::test {

class SilentServer {
 public:
  SilentServer();
  ~SilentServer();
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;
  int port() const { return port_; }

 private:
  void accept_all();
  void serve(int client) const;

  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> is_stopping_ = false;
  std::thread acceptor_;
};

}  // namespace usagestat::test
