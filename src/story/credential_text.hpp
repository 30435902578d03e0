// SPDX-License-Identifier: MIT
// Credentials as they stand in headers, variables and lines of settings.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace usagestat::story {

// No service gives out shorter ones.
inline constexpr std::size_t k_min_secret = 6;

// What libraries for keychains put before a value (github.com/zalando/go-keyring).
inline constexpr std::string_view k_keyring_wrapper = "go-keyring-base64:";

// The credential itself: without blanks, quotes, the scheme of a header, the name of a cookie and a
// keychain's prefix. A part of `secret`.
std::string_view core_of(std::string_view secret);

// "NAME=value", "name: value", "name = \"value\"": the two sides; nothing for another line.
std::optional<std::pair<std::string_view, std::string_view>> as_setting(std::string_view line);

}  // namespace usagestat::story
