// SPDX-License-Identifier: MIT
// Bytes as text: Base64 (RFC 4648, both alphabets), hexadecimal, percent-encoding (RFC 3986).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace usagestat::base {

std::string base64_encode(std::string_view bytes);

// Accepts the standard and the URL-safe alphabet, missing padding and white space; empty on others.
std::optional<std::string> base64_decode(std::string_view text);

std::string hex_encode(std::string_view bytes);  // lower case
std::optional<std::string> hex_decode(std::string_view text);

// Everything but the unreserved characters of RFC 3986 becomes %XX.
std::string percent_encode(std::string_view text);
// %XX decoded; a malformed escape stays as it is.
std::string percent_decode(std::string_view text);

}  // namespace usagestat::base
