// SPDX-License-Identifier: MIT
#include "usage/detect_credentials.hpp"

#include <string_view>

#include "base/glob.hpp"
#include "base/text.hpp"

namespace usagestat::usage {
namespace {

std::optional<std::string> variable(const std::string& name, const model::ProviderConfig& entry,
                                    const system::System& system) {
  if (const auto own = entry.env.find(name); own != entry.env.end()) return own->second;
  return system.environment.get(name);
}

// "$NAME/rest" and "~/rest" with their beginnings replaced; empty when the variable is not set.
std::optional<system::Path> expand(std::string_view pattern, const model::ProviderConfig& entry,
                                   const system::System& system) {
  if (pattern.starts_with("~/")) {
    const system::Path home =
        entry.home ? system::Path(*entry.home) : system.environment.home_directory();
    return home / pattern.substr(2);
  }
  if (!pattern.starts_with('$')) return system::Path(pattern);
  const std::size_t slash = pattern.find('/');
  const auto value = variable(std::string(pattern.substr(1, slash - 1)), entry, system);
  if (!value || value->empty()) return std::nullopt;
  if (slash == std::string_view::npos) return system::Path(*value);
  return system::Path(*value) / pattern.substr(slash + 1);
}

// Only the last component of a detection path may be a pattern.
bool is_present(const system::Path& path, const system::System& system) {
  const std::string last = path.filename().string();
  if (last.find_first_of("*?") == std::string::npos) return system.filesystem.exists(path);
  const auto names = system.filesystem.list_directory(path.parent_path());
  if (!names) return false;
  for (const std::string& name : *names) {
    if (base::glob_matches(last, name)) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> detect_credential(const model::Detection& detection,
                                             const model::ProviderConfig& entry,
                                             const system::System& system) {
  for (const std::string& name : detection.env) {
    const auto value = variable(name, entry, system);
    if (value && !base::trim(*value).empty()) return name + " is set";
  }
  for (const std::string& pattern : detection.files) {
    const auto path = expand(pattern, entry, system);
    if (path && is_present(*path, system)) return "found " + pattern;
  }
  return std::nullopt;
}

}  // namespace usagestat::usage
