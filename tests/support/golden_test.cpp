// SPDX-License-Identifier: MIT
#include "support/golden.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::support {
namespace {

TEST_CASE("the first line that differs is shown") {
  CHECK_FALSE(first_difference("a\nb\n", "a\nb\n"));
  CHECK(first_difference("a\nb\n", "a\nc\n") == R"(line 2: expected "b", got "c")");
  CHECK(first_difference("a\n", "a") == R"(line 2: expected "", got the end)");
  CHECK(first_difference("a", "a\nb") == R"(line 2: expected the end, got "b")");
  CHECK(first_difference("a\tb", "a b") == R"(line 1: expected "a\tb", got "a b")");
}

TEST_CASE("a file of the repository is compared whole") {
  golden("tests/fixtures/golden/two_lines.txt", "first line\nsecond line: é\n");
}

}  // namespace
}  // namespace usagestat::support
