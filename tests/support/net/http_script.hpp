// SPDX-License-Identifier: MIT
// What a test server answers to which request, and what it was asked.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/net/acceptor.hpp"

namespace usagestat::test_net {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct ServedRequest {
  std::string method;
  std::string target;  // as sent: path and query
  std::string path;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  // Empty when it was not sent.
  std::string header(const std::string& lower_case_name) const;
};

struct Reply {
  enum class Ending { keep_open, close, reset };
  int status = 200;
  Headers headers;
  std::string body;
  std::chrono::milliseconds delay{0};
  bool never = false;                     // no answer at all
  std::optional<std::string> raw;         // instead of all the above
  std::optional<std::size_t> only_bytes;  // of the body; then the connection ends
  Ending ending = Ending::keep_open;
};

// The answers of one method and path. Several are given one after the other, the last one again and
// again. Modifiers change the answer added last.
class Route {
 public:
  Route& reply(int status, Headers headers = {}, std::string body = {});
  Route& json(std::string body) {
    return reply(200, {{"content-type", "application/json"}}, std::move(body));
  }
  Route& redirect(const std::string& location) { return reply(302, {{"location", location}}); }
  Route& hang();                  // keeps the connection open and says nothing
  Route& close();                 // ends the connection instead of an answer
  Route& reset();                 // the same with "connection reset"
  Route& raw(std::string bytes);  // sent as they are; then the connection ends
  Route& after(std::chrono::milliseconds delay);
  Route& cut_body_after(std::size_t bytes);  // promises the whole body, then ends the connection
  Route& closing();                          // an ordinary answer, then the connection ends

  std::size_t times_asked() const;

 private:
  friend class HttpScript;
  explicit Route(std::mutex& mutex) : mutex_(mutex) {}
  Route& add(Reply reply);
  Reply& last();
  Reply next();

  std::mutex& mutex_;
  std::vector<Reply> replies_;
  std::size_t asked_ = 0;
};

// A byte stream under HTTP: plain or TLS.
struct ByteStream {
  std::function<std::size_t(char*, std::size_t)> read;  // 0: ended
  std::function<bool(std::string_view)> write;
};

class HttpScript {
 public:
  // `path` is "/x" for any host, or "api.example.com/x" for one. Queries do not matter. What no
  // route matches is answered with 404.
  Route& on(const std::string& method, const std::string& path);

  // In the order of arrival.
  std::vector<ServedRequest> requests() const;

  // Serves one connection until it ends.
  void serve(const ByteStream& stream, Connection& connection, Acceptor& acceptor);

 private:
  Reply reply_to(const ServedRequest& request);

  mutable std::mutex mutex_;
  std::map<std::string, Route> routes_;
  std::vector<ServedRequest> requests_;
};

}  // namespace usagestat::test_net
