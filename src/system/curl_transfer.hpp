// SPDX-License-Identifier: MIT
// One request on its way: the library's handle, what came back so far, and how it ended.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/url.hpp"
#include "system/http_client.hpp"
#include "system/proxy_rules.hpp"
#include "system/trusted_certificates.hpp"

namespace usagestat::system {

class CurlTransfer {
 public:
  struct Route {
    base::Url url;  // of the request, taken apart
    std::optional<Proxy> proxy;
    std::shared_ptr<const TrustedCertificates> trust;  // empty when no TLS is involved
    std::chrono::milliseconds timeout{0};              // the request's, cut to the deadline
    bool cut_by_deadline = false;

    // Empty when it was the deadline that decided.
    std::optional<std::chrono::milliseconds> own_timeout() const {
      return cut_by_deadline ? std::nullopt : std::optional(timeout);
    }
  };

  // Kind plugin when the request cannot be sent as it is (a line break in a header, say).
  static base::Result<std::unique_ptr<CurlTransfer>> create(HttpRequest request, Route route);

  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;
  ~CurlTransfer();

  void* handle() const { return handle_; }
  // Called back when a connection's TLS configuration is ready to be completed.
  void complete_tls_config(void* tls_config);
  // After the library is done with the handle; `code` is its verdict.
  base::Result<HttpResponse> finish(int code);

 private:
  CurlTransfer(HttpRequest request, Route route);
  base::Result<void> set_up();
  base::Result<void> set_url();
  void set_method();
  void set_headers();
  void set_security();
  base::Error failure(int code) const;
  void take_header_line(std::string_view line);

  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  HttpRequest request_;
  Route route_;
  void* handle_ = nullptr;
  void* header_list_ = nullptr;
  HttpResponse response_;
  std::uint32_t certificate_flags_ = 0;
  bool too_large_ = false;
  bool verify_ = true;
};

}  // namespace usagestat::system
