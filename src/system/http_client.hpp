// SPDX-License-Identifier: MIT
// HTTP requests. One client is shared by all probes of a run, so that connections and TLS sessions
// are used again.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "system/deadline.hpp"

namespace usagestat::system {

struct HttpHeader {
  std::string name;
  std::string value;
  bool operator==(const HttpHeader&) const = default;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // http or https
  std::vector<HttpHeader> headers;
  std::optional<std::string> body;  // bytes
  std::chrono::milliseconds timeout{10000};
  std::size_t max_response_bytes = 8U << 20U;
  bool accept_invalid_certificate = false;  // honoured for loopback hosts only
};

struct HttpResponse {
  int status = 0;
  std::vector<HttpHeader> headers;  // names in lower case, in the order received
  std::string body;                 // bytes
};

// The last value of a header, or nullptr.
const std::string* find_header(const HttpResponse& response, std::string_view lower_case_name);

// What the config says about the network; without it the environment and the machine decide.
struct NetworkSettings {
  std::optional<std::string> proxy;                // "http://…", "socks5h://…"
  std::optional<std::filesystem::path> ca_bundle;  // PEM file
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;

  // Called once the config is known and before the first request; recorded worlds have no network.
  virtual void configure(const NetworkSettings&) {}

  // Any status is a response. Errors: network (DNS, refused, TLS with a sentence about
  // certificates, response too large), timeout, interrupted. Redirects are not followed.
  // Thread-safe.
  virtual base::Result<HttpResponse> send(const HttpRequest& request, const Deadline& deadline) = 0;

  // All at once; results in the order of the requests. The default sends them one after another.
  virtual std::vector<base::Result<HttpResponse>> send_all(const std::vector<HttpRequest>& requests,
                                                           const Deadline& deadline);
};

}  // namespace usagestat::system
