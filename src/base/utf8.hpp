// SPDX-License-Identifier: MIT
// UTF-8 one character at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace usagestat::base {

struct DecodedCharacter {
  char32_t code = 0;       // the byte itself when it is not valid
  std::size_t length = 1;  // bytes; 1 for a byte that is not valid
  bool is_valid = false;
};

// The first character of `text`, which must not be empty. Overlong forms, surrogates and values
// beyond U+10FFFF are not valid (RFC 3629).
DecodedCharacter decode_utf8(std::string_view text);

// Appends the UTF-8 form of a Unicode scalar value.
void append_utf8(std::string& text, char32_t code);

}  // namespace usagestat::base
