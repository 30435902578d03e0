// SPDX-License-Identifier: MIT
#include "support/scripted_http.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "base/text.hpp"
#include "base/url.hpp"

namespace usagestat::support {

using base::Error;
using base::ErrorKind;
using base::Result;
using system::HttpRequest;
using system::HttpResponse;

void ScriptedHttp::on(std::string method, std::string url, Answer answer) {
  const std::lock_guard lock(mutex_);
  exchanges_.push_back({std::move(method), base::canonical_url(url), std::move(answer)});
}

void ScriptedHttp::on(std::string method, std::string url, int status, std::string body,
                      std::vector<system::HttpHeader> headers) {
  for (system::HttpHeader& header : headers) header.name = base::to_lower(header.name);
  const HttpResponse response{status, std::move(headers), std::move(body)};
  on(std::move(method), std::move(url), [response](const HttpRequest&) { return response; });
}

void ScriptedHttp::on_json(std::string method, std::string url, const base::json::value& body,
                           int status) {
  on(std::move(method), std::move(url), status, base::write_json(body, base::JsonStyle::compact),
     {{"content-type", "application/json"}});
}

void ScriptedHttp::on_error(std::string method, std::string url, Error error) {
  on(std::move(method), std::move(url), [error](const HttpRequest&) { return error; });
}

Result<HttpResponse> ScriptedHttp::send(const HttpRequest& request,
                                        const system::Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    const std::string url = base::canonical_url(request.url);
    const auto found = std::ranges::find_if(exchanges_, [&](const Exchange& exchange) {
      return !exchange.is_used && exchange.method == request.method && exchange.url == url;
    });
    if (found == exchanges_.end()) {
      unmatched_.push_back("not prepared: " + request.method + " " + request.url);
      return Error{ErrorKind::network, "No answer was prepared for " + request.url + ".", ""};
    }
    found->is_used = true;
    answer = found->answer;
  }
  return answer(request);
}

std::vector<HttpRequest> ScriptedHttp::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<std::string> ScriptedHttp::problems() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> result = unmatched_;
  for (const Exchange& exchange : exchanges_) {
    if (!exchange.is_used) result.push_back("not used: " + exchange.method + " " + exchange.url);
  }
  return result;
}

void ScriptedHttp::verify() const {
  for (const std::string& problem : problems()) FAIL_CHECK(problem);
}

std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const system::HttpHeader& header : request.headers) {
    if (base::equals_ignoring_case(header.name, name)) return header.value;
  }
  return "";
}

}  // namespace usagestat::support
