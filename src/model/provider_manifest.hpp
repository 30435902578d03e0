// SPDX-License-Identifier: MIT
// What a plugin folder says about its provider: names, links, modes and what it may touch.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace usagestat::model {

struct Link {
  std::string label;
  std::string url;
};

struct LineDeclaration {
  std::string type;
  std::string label;
  std::string scope;                 // "overview" or "detail"
  std::optional<int> primary_order;  // smallest first
};

struct CommandPermission {
  std::string program;
  std::vector<std::string> arguments;  // allowed leading arguments, exact
};

// Everything a plugin may reach. Default is nothing.
struct Permissions {
  std::vector<std::string> hosts;  // exact, or "*.suffix"
  std::vector<std::string> env;
  std::vector<std::string> read;  // globs; may begin with ~ or $DECLARED_VARIABLE
  std::vector<std::string> write;
  std::vector<CommandPermission> commands;
  std::vector<std::string> keychain;   // service names, may hold *
  std::vector<std::string> cookies;    // domains
  std::vector<std::string> processes;  // programs whose arguments may be looked at
};

// Presence of any of these makes the provider count as detected.
struct Detection {
  std::vector<std::string> env;
  std::vector<std::string> files;
  std::vector<std::string> keychain;
};

struct StatusEndpoint {
  std::string kind;  // "statuspage", "google", "instatus", …
  std::string url;
};

// A window of quota that an agent tells its own status line about.
struct StatusInputWindow {
  std::string path;  // of the object in the agent's JSON: "rate_limits.five_hour"
  std::string label;
  std::optional<std::int64_t> period_ms;
};

// How to read the JSON that an agent writes to its status line command: figures for nothing.
struct StatusInput {
  std::string preset;        // the name of the status line preset that reads it
  std::string title;         // path of a text to begin the line with: "model.display_name"
  std::string used_percent;  // member of a window's object
  std::string resets_at;     // likewise: Unix seconds or an RFC 3339 text
  std::vector<StatusInputWindow> windows;
};

struct IconDeclaration {
  std::string kind = "svg";  // "svg" or "url"
  std::string path = "icon.svg";
  std::string url;
  bool monochrome = true;
  bool supports_current_color = true;
};

struct ProviderManifest {
  std::string id;
  std::string name;
  std::string entry;
  std::vector<std::string> parts;  // further scripts, evaluated before the entry, in order
  std::string version;
  std::vector<std::string> aliases;
  std::string summary;                   // what it shows, a sentence
  std::vector<std::string> credentials;  // where they are looked for, in this order
  bool enabled_by_default = false;
  std::vector<Link> links;
  std::optional<IconDeclaration> icon;
  std::string brand_color;
  std::vector<std::string> supported_modes;
  std::string auto_mode;
  std::string web_url;
  std::string status_page_url;      // explicit, else derived from links
  std::string usage_dashboard_url;  // explicit, else derived from links
  std::vector<LineDeclaration> lines;
  std::optional<Permissions> permissions;  // empty: an old plugin without the block
  Detection detection;
  std::chrono::seconds min_interval{0};
  std::optional<StatusEndpoint> status;
  std::optional<StatusInput> status_input;
};

// Labels with a primaryOrder, smallest first.
std::vector<std::string> primary_labels(const ProviderManifest& manifest);

// True when `word` is the id or an alias (letter case ignored).
bool is_called(const ProviderManifest& manifest, std::string_view word);

}  // namespace usagestat::model
