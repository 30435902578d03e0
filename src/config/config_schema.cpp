// SPDX-License-Identifier: MIT
#include "config/config_schema.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "config/config_value.hpp"

namespace usagestat::config {
namespace {

using model::Config;
using model::DefaultsConfig;
using model::NetworkConfig;
using model::ProviderConfig;
using model::ServeConfig;

constexpr double k_hour = 3600;
constexpr double k_week = 7 * 24 * k_hour;

constexpr ConfigAccess k_refresh_tokens = {
    [](Config& config, ProviderConfig&, ConfigValue value) {
      config.defaults.refresh_tokens = std::get<std::string>(value) == "auto";
    },
    [](const Config& config, const ProviderConfig&) -> std::optional<ConfigValue> {
      return ConfigValue(std::string(config.defaults.refresh_tokens ? "auto" : "never"));
    }};

// An entry is there to be probed unless it says otherwise.
constexpr ConfigAccess k_enabled = {
    [](Config&, ProviderConfig& entry, ConfigValue value) {
      entry.enabled = std::get<bool>(value);
    },
    [](const Config&, const ProviderConfig& entry) -> std::optional<ConfigValue> {
      return ConfigValue(entry.enabled.value_or(true));
    }};

std::vector<std::string_view> source_words() {
  const std::vector<std::string>& words = model::source_mode_words();
  return {words.begin(), words.end()};
}

// clang-format off
std::vector<ConfigKey> make_schema() {
  return {
      {.section = "", .name = "refreshSec", .type = KeyType::integer, .sample = "60",
       .help = "Seconds after which the server asks a service again.",
       .access = of_config<&Config::refresh>(), .minimum = 1, .maximum = k_week},
      {.section = "", .name = "pluginDirs", .type = KeyType::paths, .sample = R"(["~/my-plugins"])",
       .help = "Folders with plugins of your own; ~ and $VAR expand, relative means relative to this file.",
       .access = of_config<&Config::plugin_dirs>()},

      {.section = "defaults", .name = "warnAt", .type = KeyType::number, .sample = "80",
       .help = "Percent used from which a quota is a warning (0 to 1000; beyond 100 is overage).",
       .access = of_config<&Config::defaults, &DefaultsConfig::warn_at>(), .minimum = 0, .maximum = 1000},
      {.section = "defaults", .name = "failAt", .type = KeyType::number, .sample = "95",
       .help = "Percent used from which a quota is critical.",
       .access = of_config<&Config::defaults, &DefaultsConfig::fail_at>(), .minimum = 0, .maximum = 1000},
      {.section = "defaults", .name = "timeout", .type = KeyType::duration, .sample = R"("30s")",
       .help = "Time a probe may take.",
       .access = of_config<&Config::defaults, &DefaultsConfig::timeout>(), .minimum = 0.1, .maximum = k_hour},
      {.section = "defaults", .name = "maxParallel", .type = KeyType::integer, .sample = "64",
       .help = "Probes at the same time.",
       .access = of_config<&Config::defaults, &DefaultsConfig::max_parallel>(), .minimum = 1, .maximum = 1024},
      {.section = "defaults", .name = "refreshTokens", .type = KeyType::word, .sample = R"("auto")",
       .help = "Whether expired OAuth tokens are renewed and written back: auto or never.",
       .access = k_refresh_tokens, .words = {"auto", "never"}},
      {.section = "defaults", .name = "timezone", .type = KeyType::time_zone, .sample = R"("Europe/Paris")",
       .help = "Time zone of the dates shown, instead of the system's.",
       .access = of_config<&Config::defaults, &DefaultsConfig::timezone>()},

      {.section = "network", .name = "proxy", .type = KeyType::proxy, .sample = R"("http://proxy.example.com:3128")",
       .help = "Proxy of every request (http, https, socks4, socks4a, socks5, socks5h); NO_PROXY still holds.",
       .access = of_config<&Config::network, &NetworkConfig::proxy>()},
      {.section = "network", .name = "caBundle", .type = KeyType::path, .sample = R"("/etc/ssl/company.pem")",
       .help = "PEM file with the certificates to trust, instead of the system's.",
       .access = of_config<&Config::network, &NetworkConfig::ca_bundle>()},

      {.section = "serve", .name = "host", .type = KeyType::text, .sample = R"("127.0.0.1")",
       .help = "Address the server listens on.",
       .access = of_config<&Config::serve, &ServeConfig::host>()},
      {.section = "serve", .name = "port", .type = KeyType::integer, .sample = "6736",
       .help = "Port the server listens on; 0 takes any free one.",
       .access = of_config<&Config::serve, &ServeConfig::port>(), .minimum = 0, .maximum = 65535},
      {.section = "serve", .name = "cors", .type = KeyType::origins, .sample = R"("*")",
       .help = R"(Web pages that may read the server's answers: "*", "none", or a list of origins.)",
       .access = of_config<&Config::serve, &ServeConfig::cors>()},
      {.section = "serve", .name = "idleExit", .type = KeyType::duration, .sample = R"("0s")",
       .help = "The server ends after that long without a request; 0s means never.",
       .access = of_config<&Config::serve, &ServeConfig::idle_exit>(), .minimum = 0, .maximum = 52 * k_week},

      {.section = "providers[]", .name = "id", .type = KeyType::id, .sample = "",
       .help = "The provider (required); `usagestat list` shows them all.",
       .access = of_entry<&ProviderConfig::id>()},
      {.section = "providers[]", .name = "instanceId", .type = KeyType::id, .sample = R"("work")",
       .help = "Name of this entry in output and on the command line; needed for a second entry of one provider.",
       .access = of_entry<&ProviderConfig::instance_id>()},
      {.section = "providers[]", .name = "tabParent", .type = KeyType::id, .sample = R"("personal")",
       .help = "Entry under which graphical frontends group this one.",
       .access = of_entry<&ProviderConfig::tab_parent>()},
      {.section = "providers[]", .name = "displayName", .type = KeyType::text, .sample = R"("At work")",
       .help = "Title instead of the provider's name.",
       .access = of_entry<&ProviderConfig::display_name>()},
      {.section = "providers[]", .name = "enabled", .type = KeyType::flag, .sample = "true",
       .help = "Whether it is probed without being named.", .access = k_enabled},
      {.section = "providers[]", .name = "source", .type = KeyType::word, .sample = R"("auto")",
       .help = "How the figures are read: auto, web, cli, oauth, api, local or custom.",
       .access = of_entry<&ProviderConfig::source>(), .words = source_words()},
      {.section = "providers[]", .name = "customCommand", .type = KeyType::text, .sample = R"("my-quota --json")",
       .help = R"(Command that prints the figures as JSON, with source = "custom".)",
       .access = of_entry<&ProviderConfig::custom_command>()},
      {.section = "providers[]", .name = "apiKey", .type = KeyType::secret, .sample = R"({ env = "MY_API_KEY" })",
       .help = R"(The key itself, { env = "X" }, { file = "…" } or { command = ["pass", "show", "x"] }.)",
       .access = of_entry<&ProviderConfig::api_key>()},
      {.section = "providers[]", .name = "cookieHeader", .type = KeyType::secret, .sample = R"({ file = "~/cookies.txt" })",
       .help = "Cookie header of a web session, written as apiKey.",
       .access = of_entry<&ProviderConfig::cookie_header>()},
      {.section = "providers[]", .name = "region", .type = KeyType::text, .sample = R"("eu")",
       .help = "Region, for providers that have several.",
       .access = of_entry<&ProviderConfig::region>()},
      {.section = "providers[]", .name = "workspaceId", .type = KeyType::text, .sample = R"("w-1")",
       .help = "Workspace, organization or project, for providers that have several.",
       .access = of_entry<&ProviderConfig::workspace_id>()},
      {.section = "providers[]", .name = "settings", .type = KeyType::anything, .sample = R"({ project = "p1" })",
       .help = "What else the provider's plugin understands.",
       .access = of_entry<&ProviderConfig::settings>()},
      {.section = "providers[]", .name = "env", .type = KeyType::variables, .sample = R"({ TOOL_HOME = "~/tool-work" })",
       .help = "Environment variables of this entry alone; a leading ~/ expands.",
       .access = of_entry<&ProviderConfig::env>()},
      {.section = "providers[]", .name = "home", .type = KeyType::path, .sample = R"("~/work-home")",
       .help = "Home directory in which this entry finds its credentials.",
       .access = of_entry<&ProviderConfig::home>()},
      {.section = "providers[]", .name = "warnAt", .type = KeyType::number, .sample = "80",
       .help = "As in [defaults], for this entry.",
       .access = of_entry<&ProviderConfig::warn_at>(), .minimum = 0, .maximum = 1000},
      {.section = "providers[]", .name = "failAt", .type = KeyType::number, .sample = "95",
       .help = "As in [defaults], for this entry.",
       .access = of_entry<&ProviderConfig::fail_at>(), .minimum = 0, .maximum = 1000},
  };
}
// clang-format on

std::string whole(double number) { return std::to_string(static_cast<std::int64_t>(number)); }

// "100ms", "2h"; only the bounds of the table.
std::string short_duration(double seconds) {
  if (seconds != 0 && seconds < 1) return whole(seconds * 1000) + "ms";
  if (seconds >= k_hour * 24) return whole(seconds / k_hour / 24) + "d";
  return seconds >= k_hour ? whole(seconds / k_hour) + "h" : whole(seconds) + "s";
}

std::string one_of(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += '"';
    text += words[i];
    text += '"';
  }
  return text;
}

}  // namespace

std::string ConfigKey::path() const {
  std::string text(section);
  if (!text.empty()) text += '.';
  return text += name;
}

const std::vector<ConfigKey>& config_schema() {
  static const std::vector<ConfigKey> schema = make_schema();
  return schema;
}

const std::vector<std::string_view>& config_sections() {
  static const std::vector<std::string_view> sections = [] {
    std::vector<std::string_view> found;
    for (const ConfigKey& key : config_schema())
      if (found.empty() || found.back() != key.section) found.push_back(key.section);
    return found;
  }();
  return sections;
}

const ConfigKey* find_key(std::string_view section, std::string_view name) {
  const auto found = std::ranges::find_if(config_schema(), [&](const ConfigKey& key) {
    return key.section == section && key.name == name;
  });
  return found == config_schema().end() ? nullptr : &*found;
}

std::string describe_type(const ConfigKey& key) {
  switch (key.type) {
    case KeyType::text:
    case KeyType::id:
      return "a string";
    case KeyType::path:
      return "a path (a string)";
    case KeyType::secret:
      return R"(a string, { env = "X" }, { file = "…" } or { command = ["…"] })";
    case KeyType::word:
      return one_of(key.words);
    case KeyType::time_zone:
      return "the name of a time zone (a string)";
    case KeyType::proxy:
      return "the URL of a proxy (a string)";
    case KeyType::flag:
      return "true or false";
    case KeyType::integer:
      return "a whole number from " + whole(key.minimum) + " to " + whole(key.maximum);
    case KeyType::number:
      return "a number from " + whole(key.minimum) + " to " + whole(key.maximum);
    case KeyType::duration:
      return R"(a duration such as "30s", from )" + short_duration(key.minimum) + " to " +
             short_duration(key.maximum);
    case KeyType::paths:
      return "an array of paths (strings)";
    case KeyType::origins:
      return R"("*", "none" or an array of origins such as ["http://localhost:3000"])";
    case KeyType::variables:
      return "a table of strings";
    case KeyType::anything:
      return "a table";
  }
  return "a value";
}

}  // namespace usagestat::config
