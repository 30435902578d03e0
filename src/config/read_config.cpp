// SPDX-License-Identifier: MIT
#include "config/read_config.hpp"

#include <algorithm>

#include "base/redact.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "config/check_entries.hpp"
#include "config/config_schema.hpp"
#include "config/parse_toml.hpp"
#include "config/read_context.hpp"
#include "config/read_value.hpp"

namespace usagestat::config {
namespace {

using Type = ConfigNode::Type;

constexpr std::size_t k_most_bytes = 1U << 20U;
constexpr std::string_view k_entries = "providers[]";

std::string section_title(std::string_view section) {
  if (section.empty()) return "the top of the file, before any [section]";
  if (section == k_entries) return "[[providers]]";
  return "[" + std::string(section) + "]";
}

class Reader {
 public:
  Reader(ReadContext& context, ReadConfig& result) : context_(context), result_(result) {}

  void read(const ConfigNode& root) {
    model::ProviderConfig no_entry;
    for (const ConfigNode& node : root.children) {
      const auto& sections = config_sections();
      if (node.key == "providers") {
        read_entries(node);
      } else if (std::ranges::find(sections, node.key) != sections.end()) {
        read_section(node);
      } else {
        read_key("", "", node, no_entry);
      }
    }
  }

 private:
  void read_section(const ConfigNode& section) {
    if (section.type != Type::table) {
      context_.error(
          section.place, section.key,
          section.key + " must be a table, not " + std::string(describe(section.type)) + ".",
          "Write [" + section.key + "] on a line of its own, and its keys below.");
      return;
    }
    model::ProviderConfig no_entry;
    for (const ConfigNode& node : section.children)
      read_key(section.key, section.key + ".", node, no_entry);
  }

  void read_entries(const ConfigNode& list) {
    const bool is_list =
        list.type == Type::array && std::ranges::all_of(list.children, [](const ConfigNode& node) {
          return node.type == Type::table;
        });
    if (!is_list) {
      context_.error(list.place, "providers", "providers must be a list of tables.",
                     R"(Begin each entry with a line [[providers]], and give it an id = "…".)");
      return;
    }
    for (const ConfigNode& node : list.children) {
      const std::string path = "providers[" + std::to_string(result_.config.providers.size()) + "]";
      model::ProviderConfig entry;
      entry.enabled = true;
      result_.places[path] = node.place;
      for (const ConfigNode& child : node.children) read_key(k_entries, path + ".", child, entry);
      result_.config.providers.push_back(std::move(entry));
    }
  }

  void read_key(std::string_view section, const std::string& prefix, const ConfigNode& node,
                model::ProviderConfig& entry) {
    const ConfigKey* key = find_key(section, node.key);
    if (key == nullptr) {
      unknown_key(section, prefix, node);
      return;
    }
    const std::string path = prefix + node.key;
    result_.places[path] = node.key_place;
    if (auto value = read_value(*key, node, path, context_))
      key->access.set(result_.config, entry, *std::move(value));
  }

  void unknown_key(std::string_view section, const std::string& prefix, const ConfigNode& node) {
    const std::string shown = base::fit_width(base::without_control_characters(node.key), 40);
    context_.warning(node.key_place, prefix + node.key,
                     "Unknown key \"" + shown + "\" in " + section_title(section) + ".",
                     hint_for(section, node.key));
  }

  static std::string hint_for(std::string_view section, const std::string& name) {
    std::vector<std::string> known;
    std::vector<std::string> elsewhere;
    for (const ConfigKey& key : config_schema()) {
      if (key.section == section) known.emplace_back(key.name);
      if (key.name == name) elsewhere.push_back(section_title(key.section));
    }
    if (section.empty())
      for (const std::string_view other : config_sections())
        if (!other.empty()) known.emplace_back(other == k_entries ? "providers" : other);
    if (!elsewhere.empty()) return "It belongs in " + base::join(elsewhere, " or ") + ".";
    const auto nearest = base::nearest_words(name, known, 1);
    return nearest.empty() ? "" : "Did you mean \"" + nearest.front() + "\"?";
  }

  ReadContext& context_;
  ReadConfig& result_;
};

// The line of a syntax error without what may be a secret: the value of a key that names one.
std::string excerpt_of(std::string_view text, int line) {
  const std::vector<std::string> lines = base::split(text, '\n');
  if (line < 1 || static_cast<std::size_t>(line) > lines.size()) return {};
  std::string_view shown = base::trim(lines[static_cast<std::size_t>(line) - 1]);
  const std::size_t sign = shown.find_first_of("=:");
  std::string result(shown);
  if (sign != std::string_view::npos) {
    const std::string_view name = base::trim(shown.substr(0, sign));
    const ConfigKey* key = find_key(k_entries, name);
    const bool is_secret =
        base::is_secret_name(name) || (key != nullptr && key->type == KeyType::secret);
    if (is_secret) result = std::string(shown.substr(0, sign + 1)) + " …";
  }
  return base::fit_width(
      base::without_control_characters(base::redact_patterns(base::to_valid_utf8(result))), 80);
}

void check_mode(ReadConfig& read, const system::Filesystem& filesystem) {
  const auto info = filesystem.info(read.config.path);
  const std::optional<std::string> key = first_literal_secret(read.config);
  if (!info || !key || (info->mode & 077U) == 0) return;
  const std::string path = read.config.path.string();
  const ConfigPlace place = read.places[*key];
  read.issues.push_back({ConfigIssue::Level::warning,
                         "Other users of this machine can read " + *key + " in this file.",
                         "Run: chmod 600 " + path,
                         path,
                         place.line,
                         place.column,
                         *key,
                         {}});
  sort_issues(read.issues);
}

}  // namespace

ReadConfig read_config_text(std::string_view text, const std::filesystem::path& file,
                            const system::Environment& environment) {
  ReadConfig result;
  result.config.path = file;
  result.config.exists = true;
  ReadContext context{file.string(), file.parent_path(), environment};
  const auto parsed = parse_toml(text);
  if (const auto* error = std::get_if<TomlError>(&parsed)) {
    context.error(error->place, "", error->message, error->hint);
    context.issues.back().excerpt = excerpt_of(text, error->place.line);
  } else {
    Reader(context, result).read(std::get<ConfigNode>(parsed));
    check_entries(result, context);
  }
  result.issues = std::move(context.issues);
  sort_issues(result.issues);
  return result;
}

base::Result<ReadConfig> read_config(const ConfigLocation& location, const system::System& system) {
  ReadConfig missing;
  missing.config.path = location.path;
  const std::string path = location.path.string();
  const auto info = location.path.empty() ? std::nullopt : system.filesystem.info(location.path);
  if (!info) {
    if (!location.is_explicit()) return missing;
    return base::Error{base::ErrorKind::config, "The config file " + path + " does not exist.",
                       "Check " + std::string(to_string(location.origin)) +
                           ", or write a file with `usagestat config init`."};
  }
  if (info->type == system::FileInfo::Type::directory)
    return base::Error{base::ErrorKind::io, "The config file " + path + " is a directory.",
                       "Name the file in it."};
  if (info->size > k_most_bytes)
    return base::Error{base::ErrorKind::io, "The config file " + path + " is larger than 1 MiB.",
                       "No config needs that; check the path."};
  auto text = system.filesystem.read_file(location.path, k_most_bytes);
  if (text.has_error()) return base::with_context(text.error(), "Cannot read the config");
  ReadConfig result = read_config_text(*text, location.path, system.environment);
  check_mode(result, system.filesystem);
  return result;
}

std::optional<base::Error> first_error(const ReadConfig& read) {
  for (const ConfigIssue& issue : read.issues)
    if (issue.level == ConfigIssue::Level::error) return to_error(issue);
  return std::nullopt;
}

}  // namespace usagestat::config
