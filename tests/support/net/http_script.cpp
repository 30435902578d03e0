// SPDX-License-Identifier: MIT
// Just enough of an HTTP/1.1 server.
#include "support/net/http_script.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace usagestat::test_net {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

ServedRequest parse_head(const std::string& head) {
  ServedRequest request;
  std::size_t at = 0;
  bool first = true;
  while (at < head.size()) {
    const auto end = head.find("\r\n", at);
    const std::string line = head.substr(at, end - at);
    at = end == std::string::npos ? head.size() : end + 2;
    if (first) {
      const auto one = line.find(' ');
      const auto two = line.find(' ', one + 1);
      request.method = line.substr(0, one);
      request.target = line.substr(one + 1, two - one - 1);
      first = false;
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    request.headers[lower(line.substr(0, colon))] = trimmed(line.substr(colon + 1));
  }
  // A proxy is sent the whole URL.
  std::string path = request.target;
  if (const auto scheme = path.find("://"); scheme != std::string::npos) {
    const auto slash = path.find('/', scheme + 3);
    path = slash == std::string::npos ? "/" : path.substr(slash);
  }
  request.path = path.substr(0, path.find('?'));
  return request;
}

// Reads requests off a stream; what is read too much belongs to the next one.
class RequestReader {
 public:
  explicit RequestReader(const ByteStream& stream) : stream_(stream) {}

  std::optional<ServedRequest> next() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!more()) return std::nullopt;
    }
    ServedRequest request = parse_head(buffer_.substr(0, end));
    buffer_.erase(0, end + 4);
    const std::size_t length = std::strtoul(request.header("content-length").c_str(), nullptr, 10);
    while (buffer_.size() < length) {
      if (!more()) return std::nullopt;
    }
    request.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return request;
  }

 private:
  bool more() {
    std::array<char, 16384> piece;
    const std::size_t count = stream_.read(piece.data(), piece.size());
    buffer_.append(piece.data(), count);
    return count > 0;
  }

  const ByteStream& stream_;
  std::string buffer_;
};

std::string as_text(const Reply& reply, bool with_body) {
  std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " Answer\r\n";
  bool has_length = false;
  for (const auto& [name, value] : reply.headers) {
    text += name + ": " + value + "\r\n";
    has_length |= lower(name) == "content-length" || lower(name) == "transfer-encoding";
  }
  const bool may_have_body = reply.status != 204 && reply.status != 304 && reply.status >= 200;
  if (!has_length && may_have_body) {
    text += "content-length: " + std::to_string(reply.body.size()) + "\r\n";
  }
  if (reply.ending == Reply::Ending::close) text += "connection: close\r\n";
  text += "\r\n";
  if (with_body) text += reply.body.substr(0, reply.only_bytes.value_or(std::string::npos));
  return text;
}

}  // namespace

std::string ServedRequest::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string{} : found->second;
}

Route& Route::add(Reply reply) {
  const std::lock_guard lock(mutex_);
  replies_.push_back(std::move(reply));
  return *this;
}

Reply& Route::last() {
  if (replies_.empty()) replies_.emplace_back();
  return replies_.back();
}

Route& Route::reply(int status, Headers headers, std::string body) {
  Reply reply;
  reply.status = status;
  reply.headers = std::move(headers);
  reply.body = std::move(body);
  return add(std::move(reply));
}

Route& Route::hang() {
  Reply reply;
  reply.never = true;
  return add(std::move(reply));
}

Route& Route::close() {
  Reply reply;
  reply.raw = "";
  return add(std::move(reply));
}

Route& Route::reset() {
  Reply reply;
  reply.raw = "";
  reply.ending = Reply::Ending::reset;
  return add(std::move(reply));
}

Route& Route::raw(std::string bytes) {
  Reply reply;
  reply.raw = std::move(bytes);
  return add(std::move(reply));
}

Route& Route::after(std::chrono::milliseconds delay) {
  const std::lock_guard lock(mutex_);
  last().delay = delay;
  return *this;
}

Route& Route::cut_body_after(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  last().only_bytes = bytes;
  return *this;
}

Route& Route::closing() {
  const std::lock_guard lock(mutex_);
  last().ending = Reply::Ending::close;
  return *this;
}

std::size_t Route::times_asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

Reply Route::next() {
  const std::size_t index = std::min(asked_++, replies_.size() - 1);
  return replies_.empty() ? Reply{} : replies_[index];
}

Route& HttpScript::on(const std::string& method, const std::string& path) {
  const std::lock_guard lock(mutex_);
  const std::string key = method + ' ' + path;
  auto found = routes_.find(key);
  if (found == routes_.end()) found = routes_.emplace(key, Route(mutex_)).first;
  return found->second;
}

std::vector<ServedRequest> HttpScript::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

Reply HttpScript::reply_to(const ServedRequest& request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(request);
  const std::string host = request.header("host");
  for (const std::string& path : {host.substr(0, host.find(':')) + request.path, request.path}) {
    const auto route = routes_.find(request.method + ' ' + path);
    if (route != routes_.end()) return route->second.next();
  }
  Reply reply;
  reply.status = 404;
  reply.body = "no route for " + request.method + ' ' + request.target;
  return reply;
}

void HttpScript::serve(const ByteStream& stream, Connection& connection, Acceptor& acceptor) {
  RequestReader reader(stream);
  while (const auto request = reader.next()) {
    const Reply reply = reply_to(*request);
    if (reply.never) {
      acceptor.sleep(std::chrono::hours{1});
      return;
    }
    if (reply.delay.count() > 0 && !acceptor.sleep(reply.delay)) return;
    if (reply.ending == Reply::Ending::reset) connection.reset_on_close();
    const std::string text = reply.raw ? *reply.raw : as_text(reply, request->method != "HEAD");
    if (!stream.write(text)) return;
    if (reply.raw || reply.only_bytes || reply.ending != Reply::Ending::keep_open) return;
    if (request->header("connection") == "close") return;
  }
}

}  // namespace usagestat::test_net
