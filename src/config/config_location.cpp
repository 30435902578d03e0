// SPDX-License-Identifier: MIT
#include "config/config_location.hpp"

#include "config/expand_path.hpp"
#include "system/app_paths.hpp"

namespace usagestat::config {
namespace {

constexpr std::string_view k_variable = "USAGESTAT_CONFIG";

std::filesystem::path absolute(const std::string& text, const system::Environment& environment) {
  const std::filesystem::path path = expand_home(text, environment);
  return (environment.current_directory() / path).lexically_normal();
}

}  // namespace

std::string_view to_string(ConfigLocation::Origin origin) {
  switch (origin) {
    case ConfigLocation::Origin::option:
      return "--config";
    case ConfigLocation::Origin::variable:
      return k_variable;
    case ConfigLocation::Origin::standard:
      break;
  }
  return "";
}

ConfigLocation locate_config(const std::optional<std::string>& option,
                             const system::Environment& environment,
                             const system::Filesystem& filesystem) {
  if (option) return {absolute(*option, environment), ConfigLocation::Origin::option};
  if (const auto variable = environment.get(k_variable))
    return {absolute(*variable, environment), ConfigLocation::Origin::variable};
  const std::filesystem::path directory = system::config_directory(environment, filesystem);
  // Without a home directory the standard place would be below the current one, and a config that
  // happens to lie there must not be obeyed: it can name commands.
  const bool is_known = directory.is_absolute() || directory.string().find(':') == 1;
  return {is_known ? directory / "config.toml" : std::filesystem::path(),
          ConfigLocation::Origin::standard};
}

}  // namespace usagestat::config
