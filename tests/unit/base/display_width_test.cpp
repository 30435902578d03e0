// SPDX-License-Identifier: MIT
// Columns on a terminal.
#include <catch2/catch_test_macros.hpp>

#include "base/text.hpp"

namespace usagestat::base {
namespace {

TEST_CASE("columns of characters") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("é·…─█▏") == 6);
  CHECK(display_width("日本語") == 6);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("ｆｕ") == 4);
  CHECK(display_width("ﾊﾝ") == 2);
  CHECK(display_width("𠀀") == 2);
}

TEST_CASE("marks that combine need no column") {
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\u0915\u094D\u0937") == 2);
  CHECK(display_width("\u0E01\u0E34") == 1);
  CHECK(display_width("\u200B\u2060\uFEFF") == 0);
  CHECK(display_width("\u0301x") == 1);
  CHECK(display_width("\x1b\n") == 0);
}

TEST_CASE("emoji, also composed ones") {
  CHECK(display_width("🚀") == 2);
  CHECK(display_width("✅") == 2);
  CHECK(display_width("👍🏽") == 2);
  CHECK(display_width("👩‍💻") == 2);
  CHECK(display_width("👨‍👩‍👧‍👦!") == 3);
  CHECK(display_width("🇫🇷") == 2);
  CHECK(display_width("\u200D👍") == 2);
  CHECK(display_width("🏽") == 2);
}

TEST_CASE("a byte that is not UTF-8 takes one column") {
  CHECK(display_width("a\xff\xfe") == 3);
  CHECK(display_width("\xe6\x97") == 2);
}

TEST_CASE("text is cut with an ellipsis in its last column") {
  CHECK(fit_width("abcdef", 6) == "abcdef");
  CHECK(fit_width("abcdef", 5) == "abcd…");
  CHECK(fit_width("abcdef", 1) == "…");
  CHECK(fit_width("abcdef", 0).empty());
  CHECK(fit_width("", 0).empty());
  CHECK(fit_width("日本語", 6) == "日本語");
  CHECK(fit_width("日本語", 5) == "日本…");
  CHECK(fit_width("日本語", 4) == "日…");
  CHECK(fit_width("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
  CHECK(fit_width("👩‍💻👩‍💻", 4) == "👩‍💻👩‍💻");
  CHECK(fit_width("👩‍💻👩‍💻", 3) == "👩‍💻…");
}

TEST_CASE("what is cut is never wider than asked") {
  const std::string text = "a日👩‍💻e\u0301\xff👍🏽🇫🇷한b";
  for (std::size_t width = 0; width < 20; ++width) {
    INFO(width);
    CHECK(display_width(fit_width(text, width)) <= width);
    CHECK(display_width(pad_right(fit_width(text, width), width)) == width);
  }
}

TEST_CASE("padding counts columns") {
  CHECK(pad_right("日", 4) == "日  ");
  CHECK(pad_left("日", 4) == "  日");
  CHECK(pad_right("abc", 2) == "abc");
  CHECK(pad_left("abc", 3) == "abc");
}

}  // namespace
}  // namespace usagestat::base
