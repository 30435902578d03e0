// SPDX-License-Identifier: MIT
// A listening socket on loopback with a thread for each connection.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace usagestat::test_net {

// A connected socket; blocking, closed in the end.
class Connection {
 public:
  explicit Connection(int fd) : fd_(fd) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  int fd() const { return fd_; }
  // Bytes read, 0 at the end or after an error.
  std::size_t read(char* buffer, std::size_t size) const;
  bool write(std::string_view bytes) const;
  void shut_down() const;       // wakes a blocked read(), for good
  void reset_on_close() const;  // the peer sees "connection reset"

 private:
  int fd_;
};

// A connected descriptor; −1 when nobody listens there.
int connect_to_loopback(int port);

class Acceptor {
 public:
  using Handler = std::function<void(Connection&)>;

  explicit Acceptor(Handler handler);
  Acceptor(const Acceptor&) = delete;
  Acceptor& operator=(const Acceptor&) = delete;
  ~Acceptor();

  int port() const { return port_; }
  std::size_t connections() const { return accepted_; }
  bool is_stopping() const { return stopping_; }

  // Ends all connections and waits for their handlers; idempotent. For owners whose members the
  // handlers use.
  void stop();

  // False when stop() cut it short.
  bool sleep(std::chrono::milliseconds duration);

 private:
  void accept_all();

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> accepted_{0};
  std::mutex mutex_;
  std::condition_variable stopped_;
  std::list<Connection> open_;
  std::list<std::thread> workers_;
  std::thread accepting_;
};

}  // namespace usagestat::test_net
