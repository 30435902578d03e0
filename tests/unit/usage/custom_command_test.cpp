// SPDX-License-Identifier: MIT
#include "usage/custom_command.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::usage {
namespace {

using Words = std::vector<std::string>;

Words words(std::string_view text) {
  const auto result = custom_command_argv(text);
  return result ? *result : Words{"error", result.error().message};
}

TEST_CASE("a plain command line becomes words") {
  CHECK(words("my-tool --json") == Words{"my-tool", "--json"});
  CHECK(words("  a   b\tc ") == Words{"a", "b", "c"});
  CHECK(words("'/opt/my tool' \"x y\" z\\ w ''") == Words{"/opt/my tool", "x y", "z w", ""});
  CHECK(words("a '$HOME'") == Words{"a", "$HOME"});
}

TEST_CASE("shell syntax goes to the shell") {
  CHECK(words("cat x | jq .") == Words{"sh", "-c", "cat x | jq ."});
  CHECK(words("tool \"$HOME/x\"") == Words{"sh", "-c", "tool \"$HOME/x\""});
  CHECK(words("~/bin/tool") == Words{"sh", "-c", "~/bin/tool"});
}

TEST_CASE("what is no command line is refused") {
  CHECK(words("a 'b") == Words{"error", "The customCommand has a quote that is not closed."});
  CHECK(words("   ") == Words{"error", "The customCommand is empty."});
}

}  // namespace
}  // namespace usagestat::usage
