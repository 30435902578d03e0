// SPDX-License-Identifier: MIT
// The environment on POSIX systems. The one place that calls getenv(); nothing here ever sets one.
#include <array>
#include <cstdlib>
#include <system_error>

#include <pwd.h>
#include <unistd.h>

#include "system/build_platform.hpp"
#include "system/real_environment.hpp"

extern "C" char** environ;  // NOLINT(readability-redundant-declaration): not everywhere declared

namespace usagestat::system {
namespace {

struct UserEntry {
  std::string name;
  std::string home;
};

UserEntry user_entry() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found) return {};
  return {found->pw_name ? found->pw_name : "", found->pw_dir ? found->pw_dir : ""};
}

}  // namespace

std::optional<std::string> RealEnvironment::get(std::string_view name) const {
  const char* const value = std::getenv(std::string(name).c_str());
  if (!value || *value == '\0') return std::nullopt;
  return value;
}

std::map<std::string, std::string> RealEnvironment::all() const {
  std::map<std::string, std::string> result;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    result.emplace(text.substr(0, equals), text.substr(equals + 1));  // the first one wins
  }
  return result;
}

std::filesystem::path RealEnvironment::home_directory() const {
  if (auto home = get("HOME"); home && home->front() == '/') return *home;
  return user_entry().home;
}

std::filesystem::path RealEnvironment::current_directory() const {
  std::error_code error;
  auto directory = std::filesystem::current_path(error);
  return error ? std::filesystem::path("/") : directory;
}

std::string RealEnvironment::user_name() const {
  if (auto name = user_entry().name; !name.empty()) return name;
  if (auto name = get("USER")) return *name;
  return get("LOGNAME").value_or("");
}

Platform RealEnvironment::platform() const { return build_platform; }

}  // namespace usagestat::system
