// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstring>
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"

namespace usagestat::base {
namespace {

json::value read(std::string_view text) {
  const auto value = parse_json(text, "f.json");
  INFO((value ? std::string() : value.error().message));
  REQUIRE(value.has_value());
  return *value;
}

std::string refusal(std::string_view text) {
  const auto value = parse_json(text, "f.json");
  if (value.has_value()) return "accepted";
  CHECK(value.error().kind == ErrorKind::input);
  CHECK(value.error().message.starts_with("f.json:"));
  return value.error().message.substr(7);
}

TEST_CASE("any JSON value is a document") {
  CHECK(read("null").is_null());
  CHECK(read(" true\n") == true);
  CHECK(read("5").get_int64() == 5);
  CHECK(read("-7").get_int64() == -7);
  CHECK(read("18446744073709551615").get_uint64() == 18446744073709551615U);
  CHECK(read("5.0").get_double() == 5.0);
  CHECK(read("\"é\\u00e9\\ud834\\udd1e\\n\"") == "éé𝄞\n");
  CHECK(read("[]") == json::array{});
  CHECK(read("\t{ \"a\" : [ 1 , { } ] }\r\n") ==
        json::value{{"a", json::array{1, json::object{}}}});
}

TEST_CASE("numbers are read exactly") {
  CHECK(read("7981.132075471698").get_double() == 7981.132075471698);
  CHECK(read("3676.0563380281687").get_double() == 3676.0563380281687);
  CHECK(read("2.2250738585072014e-308").get_double() == 2.2250738585072014e-308);
  CHECK(read("1.7976931348623157E308").get_double() == 1.7976931348623157e308);
  CHECK(read("123456789012345678901234567890").get_double() == 123456789012345678901234567890.0);
  CHECK(read("1e-400").get_double() == 0.0);
  CHECK(read("[0.1,0.2]") == json::array{0.1, 0.2});
  CHECK(refusal("[1e999]") == "1:7: the number is too large.");
  CHECK(refusal("-1e999") == "1:7: the number is too large.");
}

TEST_CASE("every double survives being written and read") {
  std::mt19937_64 random(20260326);
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t bits = random();
    double number = 0;
    std::memcpy(&number, &bits, sizeof number);
    if (!std::isfinite(number)) continue;
    const std::string text = write_json(number, JsonStyle::compact);
    INFO(text);
    const json::value again = read(text);
    REQUIRE(again.is_double());
    REQUIRE(again.get_double() == number);
  }
}

TEST_CASE("the last of equal keys counts") {
  CHECK(read(R"({"a":1,"b":2,"a":3})") == json::value{{"b", 2}, {"a", 3}});
}

TEST_CASE("errors name line and column") {
  CHECK(refusal("") == "1:1: the text ends too early.");
  CHECK(refusal("{\"a\": ") == "1:7: the text ends too early.");
  CHECK(refusal("{\n  \"a\": 1,\n  b: 2\n}") == "3:3: not valid JSON here.");
  CHECK(refusal("[1,\n2,]") == "2:3: not valid JSON here.");
  CHECK(refusal("[1] x") == "1:5: text after the end of the document.");
  CHECK(refusal("{}\n\n{}") == "3:1: text after the end of the document.");
  CHECK(refusal("\"\\ud834\\u0041\"").ends_with("half of a surrogate pair."));
  CHECK(refusal("\"\\udd1e\"").ends_with("half of a surrogate pair."));
  CHECK(refusal("[\n\"a\xff\"]") == "2:3: not valid UTF-8 here.");
  CHECK(refusal("\"\xed\xa0\x80\"") == "1:2: not valid UTF-8 here.");
}

TEST_CASE("no extensions") {
  for (const std::string_view text :
       {"// c\n1", "[1,]", "{\"a\":1,}", "'a'", "{a:1}", "01", "+1", ".5", "1.", "NaN", "Infinity",
        "0x1", "\"a\nb\"", "\"\\x41\"", "tru", "[1 2]", "{\"a\" 1}", "\xef\xbb\xbf{}", "1\f"}) {
    INFO(text);
    CHECK(refusal(text) != "accepted");
  }
}

TEST_CASE("64 levels and no more") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(refusal(nested(64)) == "accepted");
  CHECK(refusal(nested(65)) == "1:65: nested deeper than 64 levels.");
  CHECK(refusal(std::string(1 << 20, '[')) == "1:65: nested deeper than 64 levels.");
  std::string objects;
  for (int i = 0; i < 100000; ++i) objects += "{\"a\":";
  CHECK(refusal(objects).ends_with("nested deeper than 64 levels."));
}

TEST_CASE("large documents") {
  const std::string text = "\"" + std::string(64U << 20U, 'x') + "\"";
  CHECK(read(text).get_string().size() == 64U << 20U);
  std::string object = "{";
  for (int i = 0; i < 100000; ++i)
    object += (i > 0 ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(i);
  CHECK(read(object + "}").at("k99999") == 99999);
}

}  // namespace
}  // namespace usagestat::base
