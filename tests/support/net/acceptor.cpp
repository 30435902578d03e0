// SPDX-License-Identifier: MIT
// Sockets of the test servers.
#include "support/net/acceptor.hpp"

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace usagestat::test_net {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

void send_at_once(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Connection::~Connection() { ::close(fd_); }

std::size_t Connection::read(char* buffer, std::size_t size) const {
  ssize_t count = 0;
  do {
    count = ::recv(fd_, buffer, size, 0);
  } while (count < 0 && errno == EINTR);
  return count > 0 ? static_cast<std::size_t>(count) : 0;
}

bool Connection::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void Connection::shut_down() const { ::shutdown(fd_, SHUT_RDWR); }

void Connection::reset_on_close() const {
  const linger abort_at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &abort_at_once, sizeof abort_at_once);
}

int connect_to_loopback(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd);
    return -1;
  }
  send_at_once(fd);
  return fd;
}

Acceptor::Acceptor(Handler handler) : handler_(std::move(handler)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  constexpr int backlog = 256;
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::listen(listener_, backlog) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("no port to listen on");
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { accept_all(); });
}

Acceptor::~Acceptor() { stop(); }

void Acceptor::accept_all() {
  while (!stopping_) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      return;
    }
    send_at_once(fd);
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      ::close(fd);
      return;
    }
    ++accepted_;
    Connection& connection = open_.emplace_back(fd);
    workers_.emplace_back([this, &connection] {
      handler_(connection);
      const std::lock_guard closing(mutex_);
      open_.remove_if([&](const Connection& other) { return &other == &connection; });
    });
  }
}

void Acceptor::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const auto& connection : open_) connection.shut_down();
  }
  stopped_.notify_all();
  ::shutdown(listener_, SHUT_RDWR);  // wakes accept()
  if (accepting_.joinable()) accepting_.join();
  for (auto& worker : workers_) {
    if (worker.joinable()) worker.join();
  }
  if (listener_ >= 0) ::close(std::exchange(listener_, -1));
}

bool Acceptor::sleep(std::chrono::milliseconds duration) {
  std::unique_lock lock(mutex_);
  return !stopped_.wait_for(lock, duration, [&] { return stopping_.load(); });
}

}  // namespace usagestat::test_net
