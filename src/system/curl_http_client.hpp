// SPDX-License-Identifier: MIT
// HTTP over the network. One thread drives all requests of the process, so that they share
// connections, TLS sessions and DNS answers.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "system/environment.hpp"
#include "system/filesystem.hpp"
#include "system/http_client.hpp"
#include "system/proxy_rules.hpp"
#include "system/trusted_certificates.hpp"

namespace usagestat::system {

class CurlLoop;

class CurlHttpClient final : public HttpClient {
 public:
  // Nothing is read or started before the first request.
  CurlHttpClient(const Environment& environment, Filesystem& filesystem,
                 NetworkSettings settings = {});
  ~CurlHttpClient() override;

  void configure(const NetworkSettings& settings) override;
  base::Result<HttpResponse> send(const HttpRequest& request, const Deadline& deadline) override;
  std::vector<base::Result<HttpResponse>> send_all(const std::vector<HttpRequest>& requests,
                                                   const Deadline& deadline) override;

 private:
  struct Prepared;
  base::Result<Prepared> prepare(const HttpRequest& request, const Deadline& deadline);
  base::Result<std::shared_ptr<const TrustedCertificates>> trusted_certificates();
  base::Result<ProxyRules> proxy_rules();
  base::Result<CurlLoop*> loop();

  const Environment& environment_;
  Filesystem& filesystem_;
  std::mutex mutex_;  // guards all below
  NetworkSettings settings_;
  std::optional<ProxyRules> proxy_rules_;
  std::optional<base::Result<std::shared_ptr<const TrustedCertificates>>> trust_;
  std::unique_ptr<CurlLoop> loop_;
};

}  // namespace usagestat::system
