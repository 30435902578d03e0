// SPDX-License-Identifier: MIT
// The words for platforms in stories and plugins.
#include "system/environment.hpp"

namespace usagestat::system {

std::string_view to_string(Platform platform) {
  switch (platform) {
    case Platform::linux_os:
      return "linux";
    case Platform::macos:
      return "macos";
    case Platform::windows:
      return "windows";
  }
  return "linux";
}

std::optional<Platform> platform_from(std::string_view word) {
  for (const Platform platform : {Platform::linux_os, Platform::macos, Platform::windows}) {
    if (word == to_string(platform)) return platform;
  }
  return std::nullopt;
}

}  // namespace usagestat::system
