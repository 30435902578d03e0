// SPDX-License-Identifier: MIT
#include "usage/detect_credentials.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/fake_world.hpp"

namespace usagestat::usage {
namespace {

using Found = std::optional<std::string>;

TEST_CASE("a variable that is set counts, an empty or blank one does not") {
  support::FakeWorld world;
  const model::Detection detection{{"A_KEY", "B_KEY"}, {}, {}};
  CHECK(detect_credential(detection, {}, world.system()) == Found());
  world.environment.variables["A_KEY"] = "  ";
  CHECK(detect_credential(detection, {}, world.system()) == Found());
  world.environment.variables["B_KEY"] = "x";
  CHECK(detect_credential(detection, {}, world.system()) == Found("B_KEY is set"));
}

TEST_CASE("the entry's own variables and home come first") {
  support::FakeWorld world;
  world.environment.variables["A_KEY"] = "x";
  model::ProviderConfig entry;
  entry.env["A_KEY"] = "";
  CHECK(detect_credential({{"A_KEY"}, {}, {}}, entry, world.system()) == Found());
  REQUIRE(world.filesystem.write_file("/work-home/.tool/token", "x", {}).has_value());
  CHECK(detect_credential({{}, {"~/.tool/token"}, {}}, entry, world.system()) == Found());
  entry.home = "/work-home";
  CHECK(detect_credential({{}, {"~/.tool/token"}, {}}, entry, world.system()) ==
        Found("found ~/.tool/token"));
}

TEST_CASE("files below a variable, and a pattern as the last component") {
  support::FakeWorld world;
  const model::Detection detection{{}, {"$TOOL_HOME/auth.json", "~/.tool/*.json"}, {}};
  CHECK(detect_credential(detection, {}, world.system()) == Found());
  REQUIRE(world.filesystem.write_file("/home/dev/.tool/a.txt", "x", {}).has_value());
  CHECK(detect_credential(detection, {}, world.system()) == Found());
  REQUIRE(world.filesystem.write_file("/home/dev/.tool/a.json", "x", {}).has_value());
  CHECK(detect_credential(detection, {}, world.system()) == Found("found ~/.tool/*.json"));
  REQUIRE(world.filesystem.write_file("/srv/tool/auth.json", "x", {}).has_value());
  world.environment.variables["TOOL_HOME"] = "/srv/tool";
  CHECK(detect_credential(detection, {}, world.system()) == Found("found $TOOL_HOME/auth.json"));
}

}  // namespace
}  // namespace usagestat::usage
