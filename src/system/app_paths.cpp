// SPDX-License-Identifier: MIT
// The folders each platform reserves for programs.
#include "system/app_paths.hpp"

namespace usagestat::system {
namespace {

using std::filesystem::path;

constexpr const char* folder_name = "usagestat";

struct Folder {
  const char* xdg_variable;
  const char* below_home;
  const char* windows_variable;
  const char* windows_below_home;
};

constexpr Folder config_folder = {"XDG_CONFIG_HOME", ".config", "APPDATA", "AppData/Roaming"};
constexpr Folder data_folder = {"XDG_DATA_HOME", ".local/share", "LOCALAPPDATA", "AppData/Local"};

path resolve(const Folder& folder, const Environment& environment, const Filesystem& filesystem) {
  const path home = environment.home_directory();
  if (environment.platform() == Platform::windows) {
    if (const auto base = environment.get(folder.windows_variable))
      return path(*base) / folder_name;
    return home / folder.windows_below_home / folder_name;
  }
  if (const auto base = environment.get(folder.xdg_variable); base && base->front() == '/') {
    return path(*base) / folder_name;
  }
  const path unix_style = home / folder.below_home / folder_name;
  if (environment.platform() == Platform::macos && !filesystem.exists(unix_style)) {
    return home / "Library/Application Support" / folder_name;
  }
  return unix_style;
}

}  // namespace

path config_directory(const Environment& environment, const Filesystem& filesystem) {
  return resolve(config_folder, environment, filesystem);
}

path data_directory(const Environment& environment, const Filesystem& filesystem) {
  return resolve(data_folder, environment, filesystem);
}

}  // namespace usagestat::system
