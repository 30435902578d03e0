// SPDX-License-Identifier: MIT
#include "plugin_host/read_manifest.hpp"

#include <algorithm>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "plugin_host/manifest_reader.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;
using base::Error;
using base::ErrorKind;

constexpr std::size_t k_largest_manifest = 256U << 10U;

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

// A file inside the folder: relative, without "..".
bool is_inside(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find_first_of("\\:") != std::string_view::npos)
    return false;
  const auto parts = base::split(path, '/');
  return std::ranges::none_of(parts, [](const std::string& part) { return part == ".."; });
}

std::vector<model::Link> read_links(ManifestReader& reader) {
  std::vector<model::Link> links;
  reader.objects("links", [&links](ManifestReader& link) {
    links.push_back({link.text("label", true), link.text("url", true)});
  });
  return links;
}

std::string first_link(const std::vector<model::Link>& links,
                       std::initializer_list<std::string_view> words) {
  for (const model::Link& link : links) {
    for (const std::string_view word : words) {
      if (base::contains_ignoring_case(link.label, word)) return link.url;
    }
  }
  return "";
}

std::optional<model::IconDeclaration> read_icon(ManifestReader& reader) {
  model::IconDeclaration icon;
  icon.monochrome = reader.boolean("iconMonochrome", true);
  icon.supports_current_color = reader.boolean("iconSupportsCurrentColor", true);
  const json::value* value = reader.member("icon");
  if (value == nullptr) return icon;
  if (value->is_string()) {
    icon.path = std::string(base::trim(value->get_string()));
    if (icon.path.empty()) return std::nullopt;
  } else {
    reader.object("icon", [&icon](ManifestReader& object) {
      const std::string kind = object.text("kind");
      if (!kind.empty()) icon.kind = kind;
      const std::string path = object.text("path");
      icon.url = object.text("url");
      const bool is_url = icon.kind == "url";
      if (is_url && icon.url.empty()) icon.url = path;
      icon.path = path.empty() ? "icon.svg" : path;
      icon.monochrome = object.boolean("monochrome", is_url ? false : icon.monochrome);
      icon.supports_current_color =
          object.boolean("supportsCurrentColor", is_url ? false : icon.supports_current_color);
    });
  }
  if (icon.kind != "url" && !is_inside(icon.path))
    reader.fail("icon", "must name a file inside the folder");
  return icon;
}

std::vector<model::LineDeclaration> read_lines(ManifestReader& reader) {
  std::vector<model::LineDeclaration> lines;
  reader.objects("lines", [&lines](ManifestReader& object) {
    model::LineDeclaration line;
    line.type = object.text("type", true);
    line.label = object.text("label", true);
    line.scope = object.text("scope");
    if (const auto order = object.number("primaryOrder"))
      line.primary_order = static_cast<int>(*order);
    lines.push_back(std::move(line));
  });
  return lines;
}

std::optional<model::Permissions> read_permissions(ManifestReader& reader) {
  std::optional<model::Permissions> permissions;
  reader.object("permissions", [&permissions](ManifestReader& object) {
    permissions.emplace();
    permissions->hosts = object.texts("hosts");
    permissions->env = object.texts("env");
    permissions->read = object.texts("read");
    permissions->write = object.texts("write");
    permissions->keychain = object.texts("keychain");
    permissions->cookies = object.texts("cookies");
    permissions->processes = object.texts("processes");
    object.objects("commands", [&permissions](ManifestReader& command) {
      permissions->commands.push_back({command.text("program", true), command.texts("args")});
    });
    for (const std::string& host : permissions->hosts) {
      const bool is_bad = host.empty() || host.find_first_of("/:@ ") != std::string::npos ||
                          (host.find('*') != std::string::npos &&
                           !(host.starts_with("*.") && host.find('*', 1) == std::string::npos));
      if (is_bad) object.fail("hosts", "holds \"" + host + "\": write a host name or *.suffix");
    }
    for (const auto* paths : {&permissions->read, &permissions->write}) {
      for (const std::string& path : *paths) {
        if (!path.starts_with("~/") && !path.starts_with('/') && !path.starts_with('$'))
          object.fail(paths == &permissions->read ? "read" : "write",
                      "holds \"" + path + "\": begin it with ~/, / or $VARIABLE");
      }
    }
  });
  return permissions;
}

std::optional<model::StatusInput> read_status_input(ManifestReader& reader) {
  std::optional<model::StatusInput> input;
  reader.object("statusInput", [&input](ManifestReader& object) {
    input.emplace();
    input->preset = object.text("preset", true);
    input->title = object.text("title");
    input->used_percent = object.text("usedPercent", true);
    input->resets_at = object.text("resetsAt");
    object.objects("windows", [&input](ManifestReader& window) {
      model::StatusInputWindow declared{window.text("path", true), window.text("label", true), {}};
      constexpr double k_century_ms = 100.0 * 366 * 24 * 3600 * 1000;
      if (const auto period = window.number("periodDurationMs")) {
        if (*period <= 0 || *period > k_century_ms)
          window.fail("periodDurationMs", "must be a positive number of milliseconds");
        else
          declared.period_ms = static_cast<std::int64_t>(*period);
      }
      input->windows.push_back(std::move(declared));
    });
  });
  return input;
}

void read_rest(ManifestReader& reader, model::ProviderManifest& manifest) {
  manifest.enabled_by_default = reader.boolean("enabledByDefault", false);
  manifest.version = reader.text("version");
  manifest.aliases = reader.texts("aliases");
  manifest.summary = reader.text("summary");
  manifest.credentials = reader.texts("credentials");
  manifest.brand_color = reader.text("brandColor");
  manifest.links = read_links(reader);
  manifest.icon = read_icon(reader);
  manifest.supported_modes = reader.texts("supportedModes");
  manifest.auto_mode = reader.text("autoMode");
  manifest.web_url = reader.text("webUrl");
  manifest.status_page_url = reader.text("statusPageUrl");
  if (manifest.status_page_url.empty())
    manifest.status_page_url = first_link(manifest.links, {"status"});
  manifest.usage_dashboard_url = reader.text("usageDashboardUrl");
  if (manifest.usage_dashboard_url.empty())
    manifest.usage_dashboard_url = first_link(manifest.links, {"usage", "dashboard"});
  manifest.lines = read_lines(reader);
  manifest.permissions = read_permissions(reader);
  reader.object("detect", [&manifest](ManifestReader& detect) {
    manifest.detection = {detect.texts("env"), detect.texts("files"), detect.texts("keychain")};
  });
  if (const auto seconds = reader.number("minIntervalSec")) {
    if (*seconds < 0 || *seconds > 86400)
      reader.fail("minIntervalSec", "must be 0 to 86400");
    else
      manifest.min_interval = std::chrono::seconds(static_cast<int>(*seconds));
  }
  reader.object("status", [&manifest](ManifestReader& status) {
    manifest.status = model::StatusEndpoint{status.text("kind", true), status.text("url", true)};
  });
  manifest.status_input = read_status_input(reader);
  reader.member("schemaVersion");
  reader.member("envVars");
}

}  // namespace

base::Result<ReadManifest> read_manifest(std::string_view text, std::string_view name) {
  const auto wrong = [name](const std::string& what) {
    return Error{ErrorKind::input, std::string(name) + ": " + what + ".", ""};
  };
  if (text.size() > k_largest_manifest) return wrong("larger than 256 KiB");
  USAGESTAT_TRY(const json::value document, base::parse_json(text, name));
  if (!document.is_object()) return wrong("must be an object");
  ManifestReader reader(document.get_object(), "");
  ReadManifest result;
  result.manifest.id = reader.text("id", true);
  result.manifest.name = reader.text("name", true);
  result.manifest.entry = reader.text("entry", true);
  result.manifest.parts = reader.texts("parts");
  read_rest(reader, result.manifest);
  if (!reader.failure().empty()) return wrong(reader.failure());
  if (!is_id(result.manifest.id))
    return wrong("id must be 1 to 64 lower-case letters, digits, dashes, dots or underscores");
  if (!is_inside(result.manifest.entry)) return wrong("entry must name a file inside the folder");
  if (!std::ranges::all_of(result.manifest.parts, is_inside))
    return wrong("parts must name files inside the folder");
  for (const std::string& key : reader.unknown()) result.warnings.push_back("unknown key " + key);
  for (const std::string& key : reader.unknown_keys())
    result.warnings.push_back("unknown key " + key);
  if (!result.manifest.permissions)
    result.warnings.emplace_back(
        "no permissions block: it runs with the old, wide set (any https host, reading your home "
        "directory)");
  return result;
}

}  // namespace usagestat::plugin_host
