// SPDX-License-Identifier: MIT
// A recorded world and what a probe of it must give: one JSON file, one test.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/source_mode.hpp"
#include "system/environment.hpp"
#include "system/http_client.hpp"

namespace usagestat::story {

struct StoryFile {
  enum class Kind { content, sqlite, directory };
  Kind kind = Kind::content;
  std::string content;                      // bytes, from json, text or base64
  std::vector<std::string> statements;      // SQL that builds the database
  bool read_only = false;                   // cannot be replaced, as below a root-owned directory
  std::optional<base::TimePoint> modified;  // the story's `now` when not stated
};

struct StoryCommand {
  std::vector<std::string> run;
  int exit_code = 0;
  std::string output;
  std::string errors;
  std::optional<std::string> input;  // what standard input must be; nothing stated = not looked at
  bool times_out = false;
  // A dialogue on stdio by lines: what is written must equal `send` (JSON by its meaning), then the
  // lines of `receive` can be read.
  struct Turn {
    std::optional<std::string> send;
    std::optional<std::string> receive;
  };
  std::vector<Turn> dialogue;
};

struct StoryExchange {
  std::string method = "GET";
  std::string url;
  std::vector<system::HttpHeader> headers;  // stated ones only, names in lower case
  std::vector<std::string> absent_headers;  // those stated as null
  // What the story states of the body; nothing stated = not looked at.
  std::optional<base::json::value> json_body;
  std::optional<std::map<std::string, std::string>> form_body;
  std::optional<std::string> text_body;
  system::HttpResponse response;
  std::optional<std::string> error;  // "timeout", "dns", "refused", "tls"
  bool optional = false;
};

struct StoryProcess {
  int pid = 0;
  std::string name;
  std::string arguments;
  std::vector<int> ports;
};

struct Story {
  std::string name;         // file name without ".json"
  std::string provider_id;  // `provider`, else the name of its folder
  std::string description;
  base::TimePoint now{};
  std::string time_zone = "UTC";
  system::Platform platform = system::Platform::linux_os;
  model::SourceMode mode = model::SourceMode::automatic;
  base::json::object config;  // as a [[providers]] entry in JSON
  std::map<std::string, std::string> env;
  std::map<std::string, StoryFile> files;  // keys as written: "~/x" or absolute
  std::map<std::string, std::string> keychain;
  std::map<std::string, std::string> cookies;
  std::vector<StoryCommand> commands;
  std::vector<StoryExchange> exchanges;
  std::vector<StoryProcess> processes;
  base::json::object expect;
};

// The keys of a story's `config`. apiKey and cookieHeader may be references as in the config file
// ({"env": …}, {"file": …}, {"command": […]}); they are resolved in the story's world.
inline constexpr std::array<std::string_view, 11> k_story_config_keys{
    "apiKey", "cookieHeader",  "region",   "workspaceId", "displayName",  "instanceId",
    "home",   "customCommand", "settings", "env",         "refreshTokens"};

// The home directory of every story; "~" in its files.
inline constexpr std::string_view k_story_home = "/home/story";

// A path as the story's world knows it: "~" replaced, normalised, with forward slashes.
std::string story_path(std::string_view written, system::Platform platform);

// Strict: unknown keys and wrong types are errors (kind input) that name the place in the document.
// `path` gives the name and the provider.
base::Result<Story> parse_story(std::string_view text, std::string_view path);

}  // namespace usagestat::story
