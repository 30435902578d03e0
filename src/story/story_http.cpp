// SPDX-License-Identifier: MIT
#include "story/story_http.hpp"

#include <limits>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "story/match_request.hpp"

namespace usagestat::story {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::size_t k_shown_differences = 5;

std::string shown(const std::string& method, const std::string& url) {
  return base::to_upper(method) + " " + base::without_control_characters(url);
}

// The sentences of the real client for the same failures.
Error failure(const std::string& word, const std::string& url) {
  const auto parts = base::parse_url(url);
  const std::string host = parts ? parts->host : url;
  if (word == "timeout") return {ErrorKind::timeout, host + " did not answer in time.", ""};
  if (word == "dns")
    return {ErrorKind::network, "Could not find the host " + host + ".",
            "Check your internet connection."};
  if (word == "refused")
    return {ErrorKind::network, "Could not connect to " + host + ": connection refused.",
            "Check your internet connection."};
  return {ErrorKind::network, "The certificate of " + host + " could not be verified.",
          "Check the clock, the proxy and SSL_CERT_FILE."};
}

}  // namespace

StoryHttp::StoryHttp(const Story& story) {
  for (const StoryExchange& exchange : story.exchanges)
    entries_.push_back({exchange, base::canonical_url(exchange.url), false});
}

base::Result<system::HttpResponse> StoryHttp::send(const system::HttpRequest& request,
                                                   const system::Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  const std::lock_guard guard(mutex_);
  const std::string url = base::canonical_url(request.url);
  for (Entry& entry : entries_) {
    if (entry.used || entry.canonical_url != url) continue;
    if (!request_differences(entry.exchange, request).empty()) continue;
    entry.used = true;
    if (entry.exchange.error) return failure(*entry.exchange.error, request.url);
    return entry.exchange.response;
  }
  const std::string asked = shown(request.method, request.url);
  unmatched_.push_back("No exchange for " + asked + "; " + describe_nearest(request, url));
  return Error{ErrorKind::network, "The story has no exchange for " + asked + ".",
               "Add it to the story's http."};
}

std::string StoryHttp::describe_nearest(const system::HttpRequest& request,
                                        const std::string& url) const {
  const Entry* nearest = nullptr;
  std::size_t best = std::numeric_limits<std::size_t>::max();
  for (const Entry& entry : entries_) {
    // The URL weighs most, then how much else differs, then whether it is still free.
    std::size_t cost = entry.canonical_url == url
                           ? request_differences(entry.exchange, request).size() * 2
                           : 1000 + base::edit_distance(entry.canonical_url.substr(0, 300),
                                                        url.substr(0, 300));
    if (entry.used) ++cost;
    if (cost >= best) continue;
    best = cost;
    nearest = &entry;
  }
  if (nearest == nullptr) return "the story lists none at all.";
  const auto index = static_cast<std::size_t>(nearest - entries_.data());
  std::string text = "the nearest is http[" + std::to_string(index) + "] " +
                     shown(nearest->exchange.method, nearest->exchange.url);
  if (nearest->canonical_url != url) return text + ".";
  auto differences = request_differences(nearest->exchange, request);
  if (differences.empty()) return text + ", which was already used.";
  if (differences.size() > k_shown_differences) {
    differences.resize(k_shown_differences);
    differences.emplace_back("…");
  }
  return text + ": " + base::join(differences, "; ") + ".";
}

std::vector<std::string> StoryHttp::problems() const {
  const std::lock_guard guard(mutex_);
  std::vector<std::string> all = unmatched_;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (!entry.used && !entry.exchange.optional)
      all.push_back("http[" + std::to_string(i) + "] " +
                    shown(entry.exchange.method, entry.exchange.url) + " was never asked.");
  }
  return all;
}

}  // namespace usagestat::story
