// SPDX-License-Identifier: MIT
#include "config/check_entries.hpp"

#include <map>

#include "base/json.hpp"
#include "base/redact.hpp"
#include "config/config_schema.hpp"

namespace usagestat::config {
namespace {

std::string entry_path(std::size_t index) { return "providers[" + std::to_string(index) + "]"; }

std::string percent(double value) {
  std::string text = base::write_json(value, base::JsonStyle::compact);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

class EntryChecks {
 public:
  EntryChecks(const ReadConfig& read, ReadContext& context) : read_(read), context_(context) {}

  void run() {
    const model::Config& config = read_.config;
    check_thresholds("defaults", config.defaults.warn_at, config.defaults.fail_at);
    for (std::size_t i = 0; i < config.providers.size(); ++i) {
      const model::ProviderConfig& entry = config.providers[i];
      const std::string path = entry_path(i);
      check_id(entry, path);
      check_source(entry, path);
      if (entry.warn_at || entry.fail_at)
        check_thresholds(path, entry.warn_at ? entry.warn_at : config.defaults.warn_at,
                         entry.fail_at ? entry.fail_at : config.defaults.fail_at);
    }
  }

 private:
  bool is_written(const std::string& path) const { return read_.places.contains(path); }

  // Where the first of these keys that was written stands.
  ConfigPlace place_of(std::initializer_list<std::string> paths) const {
    for (const std::string& path : paths)
      if (const auto found = read_.places.find(path); found != read_.places.end())
        return found->second;
    return {};
  }

  void check_id(const model::ProviderConfig& entry, const std::string& path) {
    if (entry.id.empty()) {
      // A bad id has been reported already, an empty one only as a warning.
      const bool is_reported = [&] {
        for (const ConfigIssue& issue : context_.issues)
          if (issue.key == path + ".id" && issue.level == ConfigIssue::Level::error) return true;
        return false;
      }();
      if (!is_reported)
        context_.error(place_of({path + ".id", path}), path, path + " has no id.",
                       R"(Add id = "…"; `usagestat list` shows the providers.)");
      return;
    }
    const auto [first, is_new] = first_with_key_.emplace(entry.key(), path);
    if (is_new) return;
    const ConfigPlace other = place_of({first->second + ".instanceId", first->second + ".id"});
    context_.error(place_of({path + ".instanceId", path + ".id"}), path,
                   "Two entries have the key \"" + entry.key() + "\"; the other one is in line " +
                       std::to_string(other.line) + ".",
                   R"(Give one of them its own instanceId = "…".)");
  }

  void check_source(const model::ProviderConfig& entry, const std::string& path) {
    const bool is_custom = entry.source == model::SourceMode::custom;
    if (is_custom && !is_written(path + ".customCommand"))
      context_.error(place_of({path + ".source"}), path + ".source",
                     path + R"(.source is "custom", but there is no customCommand.)",
                     R"(Add customCommand = "…", or choose another source.)");
    if (entry.custom_command && !is_custom)
      context_.warning(place_of({path + ".customCommand"}), path + ".customCommand",
                       path + ".customCommand is not used.", R"(Add source = "custom".)");
  }

  void check_thresholds(const std::string& path, const std::optional<double>& warn_at,
                        const std::optional<double>& fail_at) {
    if (!warn_at || !fail_at || *warn_at <= *fail_at) return;
    context_.warning(place_of({path + ".warnAt", path + ".failAt"}), path + ".warnAt",
                     path + ": warnAt (" + percent(*warn_at) + ") is above failAt (" +
                         percent(*fail_at) + "), so nothing is ever just a warning.",
                     "Exchange the two.");
  }

  const ReadConfig& read_;
  ReadContext& context_;
  std::map<std::string, std::string> first_with_key_;
};

}  // namespace

void check_entries(const ReadConfig& read, ReadContext& context) {
  EntryChecks(read, context).run();
}

std::optional<std::string> first_literal_secret(const model::Config& config) {
  for (std::size_t i = 0; i < config.providers.size(); ++i) {
    const model::ProviderConfig& entry = config.providers[i];
    for (const ConfigKey& key : config_schema()) {
      const auto value = key.is_of_entry() ? key.access.get(config, entry) : std::nullopt;
      if (!value) continue;
      const std::string path = entry_path(i) + "." + std::string(key.name);
      if (const auto* secret = std::get_if<model::SecretReference>(&*value);
          secret != nullptr && secret->kind == model::SecretReference::Kind::literal)
        return path;
      if (key.type == KeyType::variables)
        for (const auto& variable : entry.env)
          if (base::is_secret_name(variable.first)) return path;
      if (key.type == KeyType::anything)
        for (const auto& member : entry.settings)
          if (base::is_secret_name(member.key()) && member.value().is_string()) return path;
    }
  }
  return std::nullopt;
}

}  // namespace usagestat::config
