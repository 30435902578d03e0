// SPDX-License-Identifier: MIT
#include "story/credential_text.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::story {
namespace {

TEST_CASE("the core of a credential") {
  CHECK(core_of("abc12345") == "abc12345");
  CHECK(core_of("  Bearer abc12345 ") == "abc12345");
  CHECK(core_of("token 'abc12345'") == "abc12345");
  CHECK(core_of("\"abc12345\"") == "abc12345");
  CHECK(core_of("go-keyring-base64:YWJj") == "YWJj");
  CHECK(core_of("sessionKey=abc12345") == "abc12345");
  // The padding of Base64 is no name.
  CHECK(core_of("YWJjZGVmZw==") == "YWJjZGVmZw==");
  CHECK(core_of("") == "");
}

TEST_CASE("a line of settings has two sides") {
  const auto sides = [](std::string_view line) {
    const auto found = as_setting(line);
    return found ? std::string(found->first) + "|" + std::string(found->second) : "none";
  };
  CHECK(sides("NAME=value1") == "NAME|value1");
  CHECK(sides("export NAME='value 1' # why") == "NAME|value 1");
  CHECK(sides("  name: value1,") == "name|value1");
  CHECK(sides("name = \"value1\";") == "name|value1");
  CHECK(sides("name = value1 # why") == "name|value1");
  CHECK(sides("no setting") == "none");
}

}  // namespace
}  // namespace usagestat::story
