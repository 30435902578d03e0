// SPDX-License-Identifier: MIT
#include "cli/silent_server.hpp"

#include <array>
#include <string>
#include <string_view>

#include <catch2/catch_test_macros.hpp>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace usagestat::test {

SilentServer::SilentServer() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), length) == 0);
  REQUIRE(listen(listener_, 64) == 0);
  REQUIRE(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

SilentServer::~SilentServer() {
  is_stopping_ = true;
  acceptor_.join();
  close(listener_);
}

void SilentServer::accept_all() {
  std::vector<std::thread> clients;
  while (!is_stopping_) {
    pollfd wait{listener_, POLLIN, 0};
    if (poll(&wait, 1, 20) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) clients.emplace_back([this, client] { serve(client); });
  }
  for (std::thread& client : clients) client.join();
}

void SilentServer::serve(int client) const {
  std::array<char, 4096> buffer{};
  const ssize_t count = recv(client, buffer.data(), buffer.size(), 0);
  const std::string_view request(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  if (request.starts_with("GET /huge")) {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n";
    (void)send(client, head.data(), head.size(), MSG_NOSIGNAL);
    const std::string block(65536, 'x');
    while (!is_stopping_ && send(client, block.data(), block.size(), MSG_NOSIGNAL) > 0) {
    }
  }
  while (!is_stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  close(client);
}

}  // namespace usagestat::test
