// SPDX-License-Identifier: MIT
// The folders of each platform.
#include "system/app_paths.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

TEST_CASE("Linux follows the XDG specification") {
  TestEnvironment environment;
  const RealFilesystem filesystem;
  CHECK(config_directory(environment, filesystem) == "/home/dev/.config/usagestat");
  CHECK(data_directory(environment, filesystem) == "/home/dev/.local/share/usagestat");
  environment.variables = {{"XDG_CONFIG_HOME", "/c"}, {"XDG_DATA_HOME", "/d"}};
  CHECK(config_directory(environment, filesystem) == "/c/usagestat");
  CHECK(data_directory(environment, filesystem) == "/d/usagestat");
  environment.variables = {{"XDG_CONFIG_HOME", "c"}, {"XDG_DATA_HOME", "./d"}};
  CHECK(config_directory(environment, filesystem) == "/home/dev/.config/usagestat");
  CHECK(data_directory(environment, filesystem) == "/home/dev/.local/share/usagestat");
}

TEST_CASE("macOS has its own folder unless the other one is there") {
  const ScratchDirectory home;
  TestEnvironment environment;
  environment.kind = Platform::macos;
  environment.home = home.path();
  const RealFilesystem filesystem;
  const Path library = home / "Library/Application Support/usagestat";
  CHECK(config_directory(environment, filesystem) == library);
  CHECK(data_directory(environment, filesystem) == library);
  std::filesystem::create_directories(home / ".config/usagestat");
  CHECK(config_directory(environment, filesystem) == home / ".config/usagestat");
  CHECK(data_directory(environment, filesystem) == library);
  environment.variables = {{"XDG_CONFIG_HOME", "/c"}};
  CHECK(config_directory(environment, filesystem) == "/c/usagestat");
}

TEST_CASE("Windows has two folders for programs") {
  TestEnvironment environment;
  environment.kind = Platform::windows;
  environment.home = "C:/Users/dev";
  const RealFilesystem filesystem;
  CHECK(config_directory(environment, filesystem) == "C:/Users/dev/AppData/Roaming/usagestat");
  CHECK(data_directory(environment, filesystem) == "C:/Users/dev/AppData/Local/usagestat");
  environment.variables = {{"APPDATA", "D:/r"}, {"LOCALAPPDATA", "D:/l"}};
  CHECK(config_directory(environment, filesystem) == "D:/r/usagestat");
  CHECK(data_directory(environment, filesystem) == "D:/l/usagestat");
}

}  // namespace
}  // namespace usagestat::system
