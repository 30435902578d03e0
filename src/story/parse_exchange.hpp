// SPDX-License-Identifier: MIT
// The `http` and `commands` elements of a story document.
#pragma once

#include <string>

#include "base/json.hpp"
#include "base/result.hpp"
#include "story/story.hpp"

namespace usagestat::story {

base::Result<StoryExchange> parse_exchange(const base::json::value& value,
                                           const std::string& place);

base::Result<StoryCommand> parse_command(const base::json::value& value, const std::string& place);

}  // namespace usagestat::story
