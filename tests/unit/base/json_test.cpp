// SPDX-License-Identifier: MIT
// The one JSON form that is written, and reading of members.
#include "base/json.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

std::string compact(const json::value& value) { return write_json(value, JsonStyle::compact); }

TEST_CASE("doubles are plain decimals that keep a fraction") {
  CHECK(compact(42.0) == "42.0");
  CHECK(compact(0.1) == "0.1");
  CHECK(compact(-0.0) == "-0.0");
  CHECK(compact(7981.132075471698) == "7981.132075471698");
  CHECK(compact(1e21) == "1000000000000000000000.0");
  CHECK(compact(1e-7) == "0.0000001");
  CHECK(compact(123456789.125) == "123456789.125");
  CHECK(compact(1.0 / 3) == "0.3333333333333333");
  CHECK(compact(5e-324).size() == 326);
  CHECK(compact(1e308).find_first_not_of("0123456789.") == std::string::npos);
  CHECK(compact(std::numeric_limits<double>::max()).size() == 311);
  CHECK(std::stod(compact(std::numeric_limits<double>::max())) ==
        std::numeric_limits<double>::max());
}

TEST_CASE("what is no number becomes null") {
  CHECK(compact(std::nan("")) == "null");
  CHECK(compact(std::numeric_limits<double>::infinity()) == "null");
  CHECK(compact(-std::numeric_limits<double>::infinity()) == "null");
}

TEST_CASE("integers stay integers") {
  CHECK(compact(42) == "42");
  CHECK(compact(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(compact(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
}

TEST_CASE("strings are raw UTF-8 with the escapes that JSON demands") {
  CHECK(compact("a/b \"q\" \\ é 𝄞 €") == R"("a/b \"q\" \\ é 𝄞 €")");
  CHECK(compact("\b\f\n\r\t\x01\x1f\x7f") == "\"\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"");
  CHECK(compact(json::string(std::string_view("a\0b", 3))) == "\"a\\u0000b\"");
}

TEST_CASE("compact and pretty") {
  const json::value value{{"b", json::array{1, nullptr, json::object{{"x", true}}}},
                          {"a", json::array{}},
                          {"c", json::object{}}};
  CHECK(compact(value) == R"({"b":[1,null,{"x":true}],"a":[],"c":{}})");
  CHECK(write_json(value, JsonStyle::pretty) ==
        "{\n"
        "  \"b\": [\n"
        "    1,\n"
        "    null,\n"
        "    {\n"
        "      \"x\": true\n"
        "    }\n"
        "  ],\n"
        "  \"a\": [],\n"
        "  \"c\": {}\n"
        "}");
  CHECK(write_json("x", JsonStyle::pretty) == "\"x\"");
}

TEST_CASE("members are read when they are there and of the kind") {
  const json::value value{{"text", "x"},          {"int", -3},   {"big", 18446744073709551615U},
                          {"half", 0.5},          {"yes", true}, {"none", nullptr},
                          {"list", json::array{}}};
  REQUIRE(find_member(value, "none") != nullptr);
  CHECK(find_member(value, "none")->is_null());
  CHECK(find_member(value, "absent") == nullptr);
  CHECK(find_member(json::array{1}, "text") == nullptr);
  CHECK(string_member(value, "text") == "x");
  CHECK_FALSE(string_member(value, "int"));
  CHECK_FALSE(string_member(value, "none"));
  CHECK(number_member(value, "int") == -3.0);
  CHECK(number_member(value, "big") == 18446744073709551616.0);
  CHECK(number_member(value, "half") == 0.5);
  CHECK_FALSE(number_member(value, "yes"));
  CHECK_FALSE(number_member(value, "text"));
  CHECK(bool_member(value, "yes") == true);
  CHECK_FALSE(bool_member(value, "int"));
  CHECK_FALSE(bool_member(value, "absent"));
  CHECK_FALSE(as_number("5"));
}

TEST_CASE("lists of texts and absent texts") {
  CHECK(json_strings({"a", ""}) == json::array{"a", ""});
  CHECK(json_strings({}).empty());
  CHECK(json_or_null(std::nullopt).is_null());
  CHECK(json_or_null("") == "");
}

}  // namespace
}  // namespace usagestat::base
