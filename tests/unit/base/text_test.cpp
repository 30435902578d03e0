// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

using Words = std::vector<std::string>;

TEST_CASE("white space at both ends") {
  CHECK(trim(" \t\r\n\f\v a b \n") == "a b");
  CHECK(trim("").empty());
  CHECK(trim(" \n ").empty());
  CHECK(trim("\u00a0x") == "\u00a0x");
}

TEST_CASE("letter case of ASCII only") {
  CHECK(to_lower("AbZ-É9@[`{") == "abz-É9@[`{");
  CHECK(to_upper("aBz-é9@[`{") == "ABZ-é9@[`{");
  CHECK(equals_ignoring_case("Content-TYPE", "content-type"));
  CHECK_FALSE(equals_ignoring_case("a", "ab"));
  CHECK_FALSE(equals_ignoring_case("@", "`"));
  CHECK(contains_ignoring_case("Session Expired", "ION exp"));
  CHECK(contains_ignoring_case("x", ""));
  CHECK(contains_ignoring_case("", ""));
  CHECK_FALSE(contains_ignoring_case("ab", "abc"));
}

TEST_CASE("split, join and replace") {
  CHECK(split("a,,b,", ',') == Words{"a", "", "b", ""});
  CHECK(split("", ',') == Words{""});
  CHECK(join({"a", "", "b"}, ", ") == "a, , b");
  CHECK(join({}, ", ").empty());
  CHECK(replace_all("aaa", "aa", "b") == "ba");
  CHECK(replace_all("x.y.z", ".", "..") == "x..y..z");
  CHECK(replace_all("abc", "", "-") == "abc");
  CHECK(replace_all("", "a", "b").empty());
}

TEST_CASE("UTF-8 is told from other bytes, which become replacement characters") {
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("aé€𝄞"));
  CHECK_FALSE(is_valid_utf8("\xc3"));
  CHECK_FALSE(is_valid_utf8("\xff"));
  CHECK(to_valid_utf8("a\xff"
                      "b\xc3") == "a\uFFFDb\uFFFD");
  CHECK(to_valid_utf8("é€") == "é€");
  CHECK(to_valid_utf8("\xe2\x82") == "\uFFFD\uFFFD");
}

TEST_CASE("a text cannot drive the terminal") {
  CHECK(without_control_characters("a\x1b[31mb\x07\n\t\x7f.") == "a [31mb    .");
  CHECK(without_control_characters("c1 \xc2\x9b"
                                   "31m") == "c1  31m");
  CHECK(without_control_characters("x\u202ey\u2066z\u2069") == "x y z ");
  CHECK(without_control_characters("bad \x9b.") == "bad \uFFFD.");
  CHECK(without_control_characters("é 語 👩‍💻") == "é 語 👩‍💻");
}

}  // namespace
}  // namespace usagestat::base
