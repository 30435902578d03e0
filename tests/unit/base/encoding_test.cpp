// SPDX-License-Identifier: MIT
#include "base/encoding.hpp"

#include <random>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

TEST_CASE("Base64: vectors of RFC 4648") {
  const std::vector<std::pair<std::string_view, std::string_view>> vectors{{"", ""},
                                                                           {"f", "Zg=="},
                                                                           {"fo", "Zm8="},
                                                                           {"foo", "Zm9v"},
                                                                           {"foob", "Zm9vYg=="},
                                                                           {"fooba", "Zm9vYmE="},
                                                                           {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(base64_encode(bytes) == text);
    CHECK(base64_decode(text) == bytes);
  }
  CHECK(base64_encode("\xfb\xff\xfe") == "+//+");
}

TEST_CASE("Base64: both alphabets, missing padding, line breaks") {
  CHECK(base64_decode("-__-") == "\xfb\xff\xfe");
  CHECK(base64_decode("+//+") == "\xfb\xff\xfe");
  CHECK(base64_decode("Zg") == "f");
  CHECK(base64_decode("Zm8") == "fo");
  CHECK(base64_decode("Zm9v\r\nYmFy\n") == "foobar");
  for (const std::string_view text : {"Z", "Zm9vY", "Zm9v!", "Zg==Zg==", "Zg=x", "é"}) {
    INFO(text);
    CHECK_FALSE(base64_decode(text));
  }
}

TEST_CASE("hexadecimal") {
  CHECK(hex_encode(std::string_view("\0\x7f\xff", 3)) == "007fff");
  CHECK(hex_decode("007FfF") == std::string("\0\x7f\xff", 3));
  CHECK(hex_decode("") == "");
  CHECK_FALSE(hex_decode("0"));
  CHECK_FALSE(hex_decode("0g"));
  CHECK_FALSE(hex_decode("+1"));
}

TEST_CASE("percent-encoding") {
  CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
  CHECK(percent_encode("a b/é&+%") == "a%20b%2F%C3%A9%26%2B%25");
  CHECK(percent_decode("a%20b%2f%C3%a9+") == "a b/é+");
  CHECK(percent_decode("%") == "%");
  CHECK(percent_decode("%4") == "%4");
  CHECK(percent_decode("%zz%41") == "%zzA");
  CHECK(percent_decode("100%25%") == "100%%");
}

TEST_CASE("random bytes survive every encoding") {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random() & 0xFFU);
    CHECK(base64_decode(base64_encode(bytes)) == bytes);
    CHECK(hex_decode(hex_encode(bytes)) == bytes);
    CHECK(percent_decode(percent_encode(bytes)) == bytes);
  }
}

}  // namespace
}  // namespace usagestat::base
