// SPDX-License-Identifier: MIT
// From a request to a transfer and back to a result, with the caller's deadline.
#include "system/curl_http_client.hpp"

#include <algorithm>
#include <utility>

#include "base/url.hpp"
#include "system/curl_loop.hpp"
#include "system/transfer_failure.hpp"

namespace usagestat::system {
namespace {

using std::chrono::milliseconds;

// The library times a transfer out by itself; the caller waits this much longer for that verdict.
constexpr milliseconds grace{50};

}  // namespace

struct CurlHttpClient::Prepared {
  std::unique_ptr<CurlTransfer> transfer;
  base::Error no_answer;  // what to say when none comes
  milliseconds timeout{0};
};

CurlHttpClient::CurlHttpClient(const Environment& environment, Filesystem& filesystem,
                               NetworkSettings settings)
    : environment_(environment), filesystem_(filesystem), settings_(std::move(settings)) {}

CurlHttpClient::~CurlHttpClient() = default;

void CurlHttpClient::configure(const NetworkSettings& settings) {
  const std::lock_guard lock(mutex_);
  settings_ = settings;
  proxy_rules_.reset();
  trust_.reset();
}

base::Result<std::shared_ptr<const TrustedCertificates>> CurlHttpClient::trusted_certificates() {
  const std::lock_guard lock(mutex_);
  if (!trust_) {
    trust_ = TrustedCertificates::load(environment_, filesystem_, settings_.ca_bundle);
  }
  return *trust_;
}

base::Result<ProxyRules> CurlHttpClient::proxy_rules() {
  const std::lock_guard lock(mutex_);
  if (!proxy_rules_) proxy_rules_.emplace(environment_, settings_.proxy);
  return *proxy_rules_;
}

base::Result<CurlLoop*> CurlHttpClient::loop() {
  const std::lock_guard lock(mutex_);
  if (!loop_) {
    USAGESTAT_TRY(loop_, CurlLoop::start());
  }
  return loop_.get();
}

base::Result<CurlHttpClient::Prepared> CurlHttpClient::prepare(const HttpRequest& request,
                                                               const Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  auto url = base::parse_url(request.url);
  if (!url) {
    return base::Error{base::ErrorKind::plugin, "The URL of a request is not an http or https URL.",
                       ""};
  }
  CurlTransfer::Route route;
  route.url = *std::move(url);
  USAGESTAT_TRY(const ProxyRules rules, proxy_rules());
  USAGESTAT_TRY(route.proxy, rules.proxy_for(route.url));
  const bool secure_proxy = route.proxy && route.proxy->url.starts_with("https:");
  if (route.url.scheme == "https" || secure_proxy) {
    USAGESTAT_TRY(route.trust, trusted_certificates());
  }
  const milliseconds remaining = deadline.remaining();
  route.cut_by_deadline = remaining < request.timeout;
  route.timeout = std::max(milliseconds{1}, std::min(request.timeout, remaining));
  Prepared prepared;
  prepared.no_answer = no_answer_in_time(route.url.host, route.own_timeout());
  prepared.timeout = route.timeout;
  USAGESTAT_TRY(prepared.transfer, CurlTransfer::create(request, std::move(route)));
  return prepared;
}

base::Result<HttpResponse> CurlHttpClient::send(const HttpRequest& request,
                                                const Deadline& deadline) {
  auto results = send_all({request}, deadline);
  return std::move(results.front());
}

std::vector<base::Result<HttpResponse>> CurlHttpClient::send_all(
    const std::vector<HttpRequest>& requests, const Deadline& deadline) {
  const auto running_loop = loop();
  if (running_loop.has_error()) return {requests.size(), running_loop.error()};

  const auto batch = std::make_shared<TransferBatch>(requests.size());
  std::vector<base::Error> unanswered;  // what to say for a request that ends with the wait
  std::vector<CurlLoop::Job> jobs;
  milliseconds longest{0};
  for (std::size_t i = 0; i < requests.size(); ++i) {
    auto prepared = prepare(requests[i], deadline);
    if (prepared.has_error()) {
      unanswered.push_back(prepared.error());
      batch->set(i, prepared.error());
      continue;
    }
    longest = std::max(longest, prepared->timeout);
    unanswered.push_back(std::move(prepared->no_answer));
    jobs.push_back({std::move(prepared->transfer), batch, i});
  }
  (*running_loop)->add(std::move(jobs));
  auto outcomes = batch->wait(deadline.sooner(longest + grace));

  const bool missing =
      std::any_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) { return !outcome; });
  if (missing) (*running_loop)->cancel(batch);
  std::vector<base::Result<HttpResponse>> results;
  results.reserve(outcomes.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i]) {
      results.push_back(*std::move(outcomes[i]));
    } else if (deadline.stop_requested()) {
      results.emplace_back(deadline.error());
    } else {
      results.emplace_back(unanswered[i]);
    }
  }
  return results;
}

}  // namespace usagestat::system
