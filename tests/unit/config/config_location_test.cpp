// SPDX-License-Identifier: MIT
#include "config/config_location.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/system/test_world.hpp"

namespace usagestat::config {
namespace {

using Origin = ConfigLocation::Origin;

TEST_CASE("which config file") {
  system::RealFilesystem filesystem;
  system::TestEnvironment environment(
      std::map<std::string, std::string>{{"XDG_CONFIG_HOME", "/home/dev/.config"}});
  const auto locate = [&](const std::optional<std::string>& option) {
    return locate_config(option, environment, filesystem);
  };
  const std::string here = environment.current_directory().string();

  CHECK(locate(std::nullopt).path == "/home/dev/.config/usagestat/config.toml");
  CHECK(locate(std::nullopt).origin == Origin::standard);
  CHECK_FALSE(locate(std::nullopt).is_explicit());

  environment.variables["USAGESTAT_CONFIG"] = "~/own.toml";
  CHECK(locate(std::nullopt).path == "/home/dev/own.toml");
  CHECK(to_string(locate(std::nullopt).origin) == "USAGESTAT_CONFIG");
  CHECK(locate(std::nullopt).is_explicit());

  CHECK(locate("x/../c.toml").path == here + "/c.toml");
  CHECK(locate("~/c.toml").path == "/home/dev/c.toml");
  CHECK(to_string(locate("/c.toml").origin) == "--config");
}

TEST_CASE("a config in the current directory is never taken for the standard one") {
  system::RealFilesystem filesystem;
  system::TestEnvironment environment;
  environment.home.clear();
  CHECK(locate_config(std::nullopt, environment, filesystem).path.empty());
}

}  // namespace
}  // namespace usagestat::config
