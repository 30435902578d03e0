// SPDX-License-Identifier: MIT
// Is this request the one that a story's exchange is about?
#pragma once

#include <string>
#include <vector>

#include "story/story.hpp"
#include "system/http_client.hpp"

namespace usagestat::story {

// How the request differs from what the exchange states of method, headers and body (the URL is
// compared by the caller); empty when it matches.
std::vector<std::string> request_differences(const StoryExchange& exchange,
                                             const system::HttpRequest& request);

}  // namespace usagestat::story
