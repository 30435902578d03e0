// SPDX-License-Identifier: MIT
#include <filesystem>

#include "base/error.hpp"
#include "story/parse_exchange.hpp"
#include "story/parse_expectation.hpp"
#include "story/read_object.hpp"
#include "story/story.hpp"

namespace usagestat::story {
namespace {

using base::Result;
namespace json = base::json;

constexpr std::string_view k_default_now = "2026-01-01T00:00:00Z";

Result<base::TimePoint> read_instant(std::string_view text, const std::string& place) {
  const auto time = base::parse_rfc3339(text);
  if (!time)
    return wrong(place, "must be an instant such as \"" + std::string(k_default_now) + "\".");
  return *time;
}

Result<StoryFile> parse_file(const json::value& value, const std::string& place) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  StoryFile file;
  USAGESTAT_TRY(std::optional<std::string> content, read_content(reader));
  const bool is_database = reader.find("sqlite") != nullptr;
  USAGESTAT_TRY(file.statements, reader.text_list("sqlite"));
  USAGESTAT_TRY(const bool is_directory, reader.flag("directory", false));
  USAGESTAT_TRY(file.read_only, reader.flag("readOnly", false));
  USAGESTAT_TRY(const std::optional<std::string> modified, reader.text("modified"));
  if (modified) {
    USAGESTAT_TRY(file.modified, read_instant(*modified, reader.place_of("modified")));
  }
  USAGESTAT_CHECK(reader.finish());
  if (int(is_database) + int(is_directory) + int(content.has_value()) != 1)
    return wrong(place,
                 R"(needs one of "json", "text", "base64", "sqlite" and "directory": true.)");
  if (is_database) file.kind = StoryFile::Kind::sqlite;
  if (is_directory) file.kind = StoryFile::Kind::directory;
  file.content = std::move(content).value_or(std::string());
  return file;
}

Result<StoryProcess> parse_process(const json::value& value, const std::string& place) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, place));
  StoryProcess process;
  USAGESTAT_TRY(const std::optional<std::int64_t> pid, reader.integer("pid", 1, 1 << 30));
  if (!pid) return wrong(reader.place_of("pid"), "is missing.");
  process.pid = static_cast<int>(*pid);
  USAGESTAT_TRY(process.name, reader.require_text("name"));
  USAGESTAT_TRY(std::optional<std::string> arguments, reader.text("args"));
  process.arguments = std::move(arguments).value_or(std::string());
  USAGESTAT_CHECK(reader.each(
      "ports", [&](const json::value& port, const std::string& port_place) -> Result<void> {
        if (!port.is_int64() || port.get_int64() < 1 || port.get_int64() > 65535)
          return wrong(port_place, "must be a port from 1 to 65535.");
        process.ports.push_back(static_cast<int>(port.get_int64()));
        return {};
      }));
  USAGESTAT_CHECK(reader.finish());
  return process;
}

Result<void> check_secret_reference(ObjectReader& reader, std::string_view key) {
  const json::value* value = reader.find(key);
  if (value == nullptr || value->is_string()) return {};
  USAGESTAT_TRY(ObjectReader reference, ObjectReader::open(*value, reader.place_of(key)));
  USAGESTAT_TRY(const std::optional<std::string> variable, reference.text("env"));
  USAGESTAT_TRY(const std::optional<std::string> file, reference.text("file"));
  USAGESTAT_TRY(const std::vector<std::string> command, reference.text_list("command"));
  USAGESTAT_CHECK(reference.finish());
  if (int(variable.has_value()) + int(file.has_value()) + int(!command.empty()) != 1)
    return wrong(reference.place(), R"(needs one of "env", "file" and "command".)");
  return {};
}

Result<void> check_config(const json::value& value) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(value, "config"));
  USAGESTAT_CHECK(check_secret_reference(reader, "apiKey"));
  USAGESTAT_CHECK(check_secret_reference(reader, "cookieHeader"));
  for (const std::string_view key :
       {"region", "workspaceId", "displayName", "instanceId", "home", "customCommand"})
    USAGESTAT_CHECK(reader.text(key));
  const json::value* settings = reader.find("settings");
  if (settings != nullptr && !settings->is_object())
    return wrong("config.settings", "must be an object.");
  USAGESTAT_CHECK(reader.text_map("env"));
  USAGESTAT_TRY(const std::optional<std::string> refresh, reader.text("refreshTokens"));
  if (refresh && *refresh != "auto" && *refresh != "never")
    return wrong("config.refreshTokens", R"(must be "auto" or "never".)");
  return reader.finish();
}

Result<void> read_circumstances(ObjectReader& reader, Story& story) {
  USAGESTAT_TRY(std::optional<std::string> description, reader.text("description"));
  story.description = std::move(description).value_or(std::string());
  USAGESTAT_TRY(const std::optional<std::string> now, reader.text("now"));
  USAGESTAT_TRY(story.now, read_instant(now.value_or(std::string(k_default_now)), "now"));
  USAGESTAT_TRY(std::optional<std::string> zone, reader.text("timezone"));
  if (zone) story.time_zone = *std::move(zone);
  USAGESTAT_TRY(const std::optional<std::string> platform, reader.text("platform"));
  if (platform) {
    const auto known = system::platform_from(*platform);
    if (!known) return wrong("platform", R"(must be "linux", "macos" or "windows".)");
    story.platform = *known;
  }
  USAGESTAT_TRY(const std::optional<std::string> mode, reader.text("mode"));
  if (mode) {
    const auto known = model::source_mode_from(*mode);
    if (!known) return wrong("mode", "must be auto, web, cli, oauth, api, local or custom.");
    story.mode = *known;
  }
  return {};
}

Result<void> read_secrets(ObjectReader& reader, Story& story) {
  USAGESTAT_TRY(story.env, reader.text_map("env"));
  USAGESTAT_TRY(story.cookies, reader.text_map("cookies"));
  return reader.each_member("keychain",
                            [&](const std::string& service, const json::value& value,
                                const std::string& place) -> Result<void> {
                              if (value.is_string()) {
                                USAGESTAT_TRY(story.keychain[service], read_text(value, place));
                                return {};
                              }
                              USAGESTAT_TRY(ObjectReader item, ObjectReader::open(value, place));
                              USAGESTAT_TRY(std::optional<std::string> content, read_content(item));
                              USAGESTAT_CHECK(item.finish());
                              if (!content)
                                return wrong(place,
                                             R"(needs a string, {"json": …} or {"text": …}.)");
                              story.keychain[service] = *std::move(content);
                              return {};
                            });
}

Result<void> read_things(ObjectReader& reader, Story& story) {
  USAGESTAT_CHECK(reader.each_member("files",
                                     [&](const std::string& path, const json::value& value,
                                         const std::string& place) -> Result<void> {
                                       if (path.empty())
                                         return wrong(place, "a path must not be empty.");
                                       USAGESTAT_TRY(story.files[path], parse_file(value, place));
                                       return {};
                                     }));
  USAGESTAT_CHECK(reader.each(
      "commands", [&](const json::value& value, const std::string& place) -> Result<void> {
        USAGESTAT_TRY(StoryCommand command, parse_command(value, place));
        story.commands.push_back(std::move(command));
        return {};
      }));
  USAGESTAT_CHECK(reader.require("http"));
  USAGESTAT_CHECK(
      reader.each("http", [&](const json::value& value, const std::string& place) -> Result<void> {
        USAGESTAT_TRY(StoryExchange exchange, parse_exchange(value, place));
        story.exchanges.push_back(std::move(exchange));
        return {};
      }));
  return reader.each("processes",
                     [&](const json::value& value, const std::string& place) -> Result<void> {
                       USAGESTAT_TRY(StoryProcess process, parse_process(value, place));
                       story.processes.push_back(std::move(process));
                       return {};
                     });
}

Result<Story> read_story(const json::value& document, const std::filesystem::path& path) {
  USAGESTAT_TRY(ObjectReader reader, ObjectReader::open(document, ""));
  Story story;
  story.name = path.stem().string();
  USAGESTAT_TRY(const std::optional<std::string> provider, reader.text("provider"));
  story.provider_id = provider.value_or(path.parent_path().filename().string());
  if (story.provider_id.empty())
    return wrong("provider", "is missing, and the story lies in no folder that names one.");
  USAGESTAT_CHECK(read_circumstances(reader, story));
  if (const json::value* config = reader.find("config")) {
    USAGESTAT_CHECK(check_config(*config));
    story.config = config->get_object();
  }
  USAGESTAT_CHECK(read_secrets(reader, story));
  USAGESTAT_CHECK(read_things(reader, story));
  USAGESTAT_TRY(const json::value* expect, reader.require("expect"));
  USAGESTAT_CHECK(check_expectation(*expect));
  story.expect = expect->get_object();
  USAGESTAT_CHECK(reader.finish());
  return story;
}

}  // namespace

Result<Story> parse_story(std::string_view text, std::string_view path) {
  USAGESTAT_TRY(const json::value document, base::parse_json(text, path));
  auto story = read_story(document, std::filesystem::path(path));
  if (!story) return base::with_context(story.error(), path);
  return story;
}

}  // namespace usagestat::story
