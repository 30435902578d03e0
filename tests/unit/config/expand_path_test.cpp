// SPDX-License-Identifier: MIT
#include "config/expand_path.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/system/test_world.hpp"

namespace usagestat::config {
namespace {

TEST_CASE("paths expand") {
  const system::TestEnvironment environment(
      std::map<std::string, std::string>{{"DIR", "/opt/d"}, {"NAME", "n"}, {"TILDE", "~"}});
  struct Case {
    std::string_view text;
    std::string_view expected;
  };
  const Case cases[] = {
      {"/a/b", "/a/b"},
      {"a/b", "/etc/u/a/b"},
      {"./a/../b", "/etc/u/b"},
      {"../x", "/etc/x"},
      {"~", "/home/dev"},
      {"~/x", "/home/dev/x"},
      {"~other/x", "/etc/u/~other/x"},
      {"a/~/x", "/etc/u/a/~/x"},
      {"$DIR/x", "/opt/d/x"},
      {"${DIR}x", "/opt/dx"},
      {"$DIR/$NAME.pem", "/opt/d/n.pem"},
      {"/a$$b", "/a$b"},
      {"/a$", "/a$"},
      {"/a${DIR", "/a${DIR"},
      {"/a$1", "/a$1"},
      {"$TILDE/x", "/etc/u/~/x"},
      {"~/$NAME", "/home/dev/n"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const ExpandedPath path = expand_path(one.text, "/etc/u", environment);
    CHECK(path.text == one.expected);
    CHECK(path.unset.empty());
  }
}

TEST_CASE("variables that are not set stay and are named") {
  const system::TestEnvironment environment;
  const ExpandedPath path = expand_path("$A/${B_1}/x", "/etc/u", environment);
  CHECK(path.text == "/etc/u/$A/${B_1}/x");
  CHECK(path.unset == std::vector<std::string>{"A", "B_1"});
}

TEST_CASE("without a home directory a tilde stays") {
  system::TestEnvironment environment;
  environment.home.clear();
  CHECK(expand_home("~/x", environment) == "~/x");
}

}  // namespace
}  // namespace usagestat::config
