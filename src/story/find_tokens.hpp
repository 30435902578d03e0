// SPDX-License-Identifier: MIT
// Pieces of text that look private: tokens, JWTs, e-mail addresses, UUIDs.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace usagestat::story {

// In the order found; views into `text`.
std::vector<std::string_view> find_jwts(std::string_view text);
std::vector<std::string_view> find_email_addresses(std::string_view text);
std::vector<std::string_view> find_uuids(std::string_view text);

// Words with a well-known prefix ("sk-", "gho_", …) or long mixed ones that no human would write.
std::vector<std::string_view> find_opaque_tokens(std::string_view text);

// How much of a token tells its kind and nothing else: "sk-ant-oat01-", "github_pat_", "AIza".
std::size_t token_prefix_length(std::string_view token);

}  // namespace usagestat::story
