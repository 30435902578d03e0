// SPDX-License-Identifier: MIT
#include "story/json_difference.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::story {
namespace {

std::vector<std::string> differences(std::string_view expected, std::string_view actual) {
  const auto a = base::parse_json(expected, "expected");
  const auto b = base::parse_json(actual, "actual");
  REQUIRE(a.has_value());
  REQUIRE(b.has_value());
  return json_differences(*a, *b, "it");
}

TEST_CASE("equal values have no differences") {
  CHECK(differences(R"({"a": [1, "x", null, true], "b": {}})",
                    R"({"b": {}, "a": [1, "x", null, true]})")
            .empty());
}

TEST_CASE("numbers are equal within a millionth, whatever their type") {
  CHECK(differences("1", "1.0").empty());
  CHECK(differences("0.3", "0.3000000001").empty());
  CHECK(differences("0.3", "0.300002") ==
        std::vector<std::string>{"it: expected 0.3, got 0.300002"});
  CHECK(differences("9007199254740993", "9007199254740992") ==
        std::vector<std::string>{"it: expected 9007199254740993, got 9007199254740992"});
  CHECK(differences("1e300", "1e300").empty());
}

TEST_CASE("a difference names its place") {
  CHECK(
      differences(R"({"a": [1, {"b": "x"}], "gone": 1})", R"({"a": [1, {"b": "y"}], "new": 2})") ==
      std::vector<std::string>{"it.a[1].b: expected \"x\", got \"y\"",
                               "it.gone: expected 1, got nothing",
                               "it.new: expected nothing, got 2"});
  CHECK(differences("[1, 2]", "[1]") == std::vector<std::string>{"it[1]: expected 2, got nothing"});
  CHECK(differences("[]", "[3]") == std::vector<std::string>{"it[0]: expected nothing, got 3"});
  CHECK(differences("1", R"("1")") == std::vector<std::string>{"it: expected 1, got \"1\""});
  CHECK(differences("null", "false") == std::vector<std::string>{"it: expected null, got false"});
}

TEST_CASE("long values are cut in sentences") {
  const std::string longest = brief_text(std::string(1000, 'x'));
  CHECK(longest.size() < 300);
  CHECK(longest.ends_with("…"));
  CHECK(brief_text("a\xff") == "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace usagestat::story
