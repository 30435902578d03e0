// SPDX-License-Identifier: MIT
#include "repository/cpp_text.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::repository {
namespace {

using Words = std::vector<std::string_view>;

TEST_CASE("comments and what stands in quotes are no code") {
  const auto words = [](std::string_view text) {
    static CppText kept;
    kept = parse_cpp(text);
    return identifiers(kept.code);
  };
  CHECK(words("a // b\nc") == Words{"a", "c"});
  CHECK(words("a /* b\n c */ d") == Words{"a", "d"});
  CHECK(words("a(\"b \\\" c\", 'd', '\\'') e") == Words{"a", "e"});
  CHECK(words("R\"(a \" b // c)\" d R\"x(e )\" f)x\" g") == Words{"d", "g"});
  CHECK(words("1'000'000 a 'b' c") == Words{"1", "000", "000", "a", "c"});
  CHECK(words("\"// no comment\" a") == Words{"a"});
  CHECK(words("// \"open\na") == Words{"a"});
  CHECK(words("a \"open\nb") == Words{"a", "b"});
  CHECK(words("a /* open") == Words{"a"});
}

TEST_CASE("strings come with their lines") {
  const CppText text = parse_cpp("#include \"x/y.hpp\"\nf(\"a\");\n/*\n*/ R\"(b\n)\" \"c\"");
  REQUIRE(text.strings.size() == 3);
  CHECK(text.strings[0].line == 2);
  CHECK(text.strings[0].content == "a");
  CHECK(text.strings[1].line == 4);
  CHECK(text.strings[1].content == "b\n");
  CHECK(text.strings[2].line == 5);
  CHECK(text.strings[2].content == "c");
}

}  // namespace
}  // namespace usagestat::repository
