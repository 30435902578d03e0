// SPDX-License-Identifier: MIT
#include "base/utf8.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

TEST_CASE("every scalar value is written and read again") {
  for (char32_t code = 0; code <= 0x10FFFF; ++code) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, code);
    const DecodedCharacter read = decode_utf8(text);
    if (read.code != code || read.length != text.size() || !read.is_valid) {
      INFO(static_cast<unsigned>(code));
      FAIL("not the same character");
    }
  }
  std::string text;
  append_utf8(text, 0x20AC);
  CHECK(text == "€");
}

TEST_CASE("what RFC 3629 forbids is one byte that is not valid") {
  for (const std::string_view text :
       {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x9f\xbf", "\xe2\x82",
        "\xe2(\xac", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff"}) {
    const DecodedCharacter read = decode_utf8(text);
    INFO(static_cast<unsigned>(static_cast<unsigned char>(text.front())));
    CHECK_FALSE(read.is_valid);
    CHECK(read.length == 1);
    CHECK(read.code == static_cast<unsigned char>(text.front()));
  }
}

}  // namespace
}  // namespace usagestat::base
