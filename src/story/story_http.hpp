// SPDX-License-Identifier: MIT
// Answers requests from the exchanges of a story, each exchange once.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "story/story.hpp"
#include "system/http_client.hpp"

namespace usagestat::story {

class StoryHttp final : public system::HttpClient {
 public:
  explicit StoryHttp(const Story& story);

  // The first unused exchange that matches. Without one the request fails (kind network) and is a
  // problem of the story.
  base::Result<system::HttpResponse> send(const system::HttpRequest& request,
                                          const system::Deadline& deadline) override;

  // Requests without an exchange, then exchanges never used.
  std::vector<std::string> problems() const;

 private:
  struct Entry {
    StoryExchange exchange;
    std::string canonical_url;
    bool used = false;
  };

  std::string describe_nearest(const system::HttpRequest& request, const std::string& url) const;

  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
  std::vector<std::string> unmatched_;
};

}  // namespace usagestat::story
