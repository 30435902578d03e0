// SPDX-License-Identifier: MIT
#include "story/story_http.hpp"

#include <chrono>
#include <cstdio>
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

std::string seconds_text(std::chrono::milliseconds duration) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3g s", static_cast<double>(duration.count()) / 1000.0);
  return buffer;
}

// The sentences of the real client for the same failures.
Error failure(const std::string& word, const system::HttpRequest& request) {
  const auto parts = base::parse_url(request.url);
  const std::string host = parts ? parts->host : request.url;
  if (word == "timeout")
    return {ErrorKind::timeout,
            host + " did not answer within " + seconds_text(request.timeout) + ".", ""};
  if (word == "dns")
    return {ErrorKind::network, "Could not find host " + host + ".",
            "Check the network connection."};
  if (word == "refused") return {ErrorKind::network, host + " refused the connection.", ""};
  return {
      ErrorKind::network,
      "The certificate of " + host + " is not trusted: this machine does not know who issued it.",
      "If your company's proxy or your own authority signs it, name its CA file with "
      "SSL_CERT_FILE or caBundle in the config."};
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
    if (entry.exchange.error) return failure(*entry.exchange.error, request);
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
    std::size_t cost =
        entry.canonical_url == url
            ? request_differences(entry.exchange, request).size() * 2
            : 1000 + base::edit_distance(entry.canonical_url.substr(0, 300), url.substr(0, 300));
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
