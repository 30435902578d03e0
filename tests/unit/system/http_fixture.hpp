// SPDX-License-Identifier: MIT
// A client for the tests of HTTP, with its own environment and files.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "support/net/connect_proxy.hpp"
#include "support/net/local_server.hpp"
#include "system/curl_http_client.hpp"
#include "system/real_filesystem.hpp"
#include "unit/system/test_world.hpp"

namespace usagestat::system {

inline Deadline within(std::chrono::milliseconds duration, std::stop_token stop = {}) {
  return Deadline::after(duration, std::move(stop));
}

inline HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

// How long something takes.
class StopWatch {
 public:
  std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start_);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

struct HttpFixture {
  void trust(const std::string& ca_pem) {
    environment.variables["SSL_CERT_FILE"] = files.write("ca.pem", ca_pem).string();
  }
  base::Result<HttpResponse> send(const HttpRequest& request,
                                  std::chrono::milliseconds limit = std::chrono::seconds{10}) {
    return client.send(request, within(limit));
  }

  ScratchDirectory files;
  TestEnvironment environment;
  RealFilesystem filesystem;
  CurlHttpClient client{environment, filesystem};
};

}  // namespace usagestat::system
