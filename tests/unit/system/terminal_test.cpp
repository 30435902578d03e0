// SPDX-License-Identifier: MIT
// Width and colour by the environment.
#include "system/terminal.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

using Variables = std::map<std::string, std::string>;

TEST_CASE("colour is for terminals, unless the environment says otherwise") {
  const auto allowed = [](bool to_terminal, const Variables& variables) {
    return color_allowed(to_terminal, TestEnvironment(variables));
  };
  CHECK(allowed(true, {{"TERM", "xterm"}}));
  CHECK_FALSE(allowed(false, {{"TERM", "xterm"}}));
  CHECK_FALSE(allowed(true, {{"TERM", "dumb"}}));
  CHECK_FALSE(allowed(true, {}));
  CHECK_FALSE(allowed(true, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}));
  CHECK(allowed(true, {{"TERM", "xterm"}, {"NO_COLOR", ""}}));
  CHECK(allowed(false, {{"CLICOLOR_FORCE", "1"}}));
  CHECK_FALSE(allowed(false, {{"CLICOLOR_FORCE", "0"}}));
  CHECK_FALSE(allowed(false, {{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}));
}

TEST_CASE("without a terminal the width is that of COLUMNS, or 80") {
  if (is_terminal(StandardStream::output)) SKIP("the tests run on a terminal");
  const auto width = [](const Variables& variables) {
    return terminal_width(StandardStream::output, TestEnvironment(variables));
  };
  CHECK(width({}) == 80);
  CHECK(width({{"COLUMNS", "40"}}) == 40);
  CHECK(width({{"COLUMNS", "0"}}) == 80);
  CHECK(width({{"COLUMNS", "-5"}}) == 80);
  CHECK(width({{"COLUMNS", "40x"}}) == 80);
  CHECK(width({{"COLUMNS", "99999"}}) == 1000);
  const Terminal found = terminal(TestEnvironment(Variables{{"COLUMNS", "33"}}));
  CHECK(found.width == 33);
  CHECK_FALSE(found.out_is_terminal);
  CHECK_FALSE(found.color_allowed);
}

}  // namespace
}  // namespace usagestat::system
