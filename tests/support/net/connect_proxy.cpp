// SPDX-License-Identifier: MIT
// CONNECT, and bytes both ways after it.
#include "support/net/connect_proxy.hpp"

#include <array>

#include <poll.h>

#include "base/encoding.hpp"

namespace usagestat::test_net {
namespace {

// "host:port" or "http://host[:port]/path": the host.
std::string host_of(std::string target) {
  if (const auto scheme = target.find("://"); scheme != std::string::npos) {
    target.erase(0, scheme + 3);
  }
  return target.substr(0, target.find_first_of(":/"));
}

std::string status_line(int status) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Proxy\r\n";
  if (status == 407) text += "Proxy-Authenticate: Basic realm=\"test\"\r\n";
  if (status != 200) text += "Content-Length: 0\r\nConnection: close\r\n";
  return text + "\r\n";
}

// The head of a request and whatever came right after it.
std::string read_head(const Connection& client) {
  std::string text;
  std::array<char, 4096> piece;
  while (text.find("\r\n\r\n") == std::string::npos) {
    const std::size_t count = client.read(piece.data(), piece.size());
    if (count == 0) return {};
    text.append(piece.data(), count);
  }
  return text;
}

// Moves what is there; false at the end.
bool move_some(const Connection& from, const Connection& to) {
  std::array<char, 65536> piece;
  const std::size_t count = from.read(piece.data(), piece.size());
  return count > 0 && to.write({piece.data(), count});
}

}  // namespace

ConnectProxy::ConnectProxy() : acceptor_([this](Connection& client) { serve(client); }) {}

ConnectProxy::~ConnectProxy() { acceptor_.stop(); }

void ConnectProxy::lead(const std::string& host, int port) {
  const std::lock_guard lock(mutex_);
  hosts_[host] = {200, port};
}

void ConnectProxy::refuse(const std::string& host, int status) {
  const std::lock_guard lock(mutex_);
  hosts_[host] = {status, 0};
}

void ConnectProxy::require_password(std::string credentials) {
  const std::lock_guard lock(mutex_);
  credentials_ = std::move(credentials);
}

std::vector<std::string> ConnectProxy::asked_for() const {
  const std::lock_guard lock(mutex_);
  return asked_for_;
}

ConnectProxy::Verdict ConnectProxy::judge(const std::string& target, const std::string& head) {
  const std::lock_guard lock(mutex_);
  asked_for_.push_back(target);
  const std::string wanted = "Proxy-Authorization: Basic " + base::base64_encode(credentials_);
  if (!credentials_.empty() && head.find(wanted + "\r\n") == std::string::npos) return {407, 0};
  const auto host = hosts_.find(host_of(target));
  return host == hosts_.end() ? Verdict{} : host->second;
}

void ConnectProxy::serve(Connection& client) {
  const std::string head = read_head(client);
  if (head.empty()) return;
  const auto first = head.find(' ');
  const bool tunnel = head.substr(0, first) == "CONNECT";
  const std::string target = head.substr(first + 1, head.find(' ', first + 1) - first - 1);
  const Verdict verdict = judge(target, head);
  const int fd = verdict.status == 200 ? connect_to_loopback(verdict.port) : -1;
  if (fd < 0) {
    client.write(status_line(verdict.status == 200 ? 502 : verdict.status));
    return;
  }
  const Connection server(fd);
  const bool begun = tunnel ? client.write(status_line(200)) : server.write(head);
  if (begun) relay(client, server);
}

void ConnectProxy::relay(const Connection& client, const Connection& server) {
  std::array<pollfd, 2> watched{};
  watched[0] = {client.fd(), POLLIN, 0};
  watched[1] = {server.fd(), POLLIN, 0};
  while (::poll(watched.data(), watched.size(), -1) > 0) {
    if (watched[0].revents != 0 && !move_some(client, server)) return;
    if (watched[1].revents != 0 && !move_some(server, client)) return;
  }
}

}  // namespace usagestat::test_net
