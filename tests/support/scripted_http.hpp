// SPDX-License-Identifier: MIT
// An HTTP client that answers what a test has prepared.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "system/http_client.hpp"

namespace usagestat::support {

// Each exchange is used once, those of the same method and URL in order. URLs are the same when
// their canonical forms are.
class ScriptedHttp final : public system::HttpClient {
 public:
  using Answer = std::function<base::Result<system::HttpResponse>(const system::HttpRequest&)>;

  void on(std::string method, std::string url, Answer answer);
  void on(std::string method, std::string url, int status, std::string body = "",
          std::vector<system::HttpHeader> headers = {});
  void on_json(std::string method, std::string url, const base::json::value& body,
               int status = 200);
  void on_error(std::string method, std::string url, base::Error error);

  // Kind network for a request that nothing was prepared for.
  base::Result<system::HttpResponse> send(const system::HttpRequest& request,
                                          const system::Deadline& deadline) override;

  std::vector<system::HttpRequest> requests() const;

  // Requests that nothing was prepared for, then exchanges never used.
  std::vector<std::string> problems() const;

  // Fails the running test case for each problem.
  void verify() const;

 private:
  struct Exchange {
    std::string method;
    std::string url;  // canonical
    Answer answer;
    bool is_used = false;
  };

  mutable std::mutex mutex_;
  std::vector<Exchange> exchanges_;
  std::vector<system::HttpRequest> requests_;
  std::vector<std::string> unmatched_;
};

// The value of a request's header, letter case ignored; empty when there is none.
std::string header_of(const system::HttpRequest& request, std::string_view name);

}  // namespace usagestat::support
