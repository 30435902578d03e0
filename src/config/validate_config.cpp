// SPDX-License-Identifier: MIT
#include "config/validate_config.hpp"

#include <algorithm>

#include "base/suggest.hpp"
#include "base/text.hpp"

namespace usagestat::config {
namespace {

using Level = ConfigIssue::Level;

class Validator {
 public:
  Validator(const ReadConfig& read, const std::vector<KnownProvider>& providers)
      : read_(read), providers_(providers) {}

  std::vector<ConfigIssue> run() {
    const auto& entries = read_.config.providers;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::string path = "providers[" + std::to_string(i) + "]";
      if (entries[i].id.empty()) continue;  // reported by the reader
      check_provider(entries[i], path);
      check_names(entries[i], path);
    }
    sort_issues(issues_);
    return std::move(issues_);
  }

 private:
  const KnownProvider* find(const std::string& id) const {
    const auto found = std::ranges::find_if(providers_, [&](const KnownProvider& provider) {
      return provider.id == id || std::ranges::find(provider.aliases, id) != provider.aliases.end();
    });
    return found == providers_.end() ? nullptr : &*found;
  }

  void check_provider(const model::ProviderConfig& entry, const std::string& path) {
    const KnownProvider* provider = find(entry.id);
    if (provider == nullptr) {
      add(Level::warning, path + ".id", "There is no provider \"" + entry.id + "\".",
          hint_for(entry.id));
      return;
    }
    if (!entry.source || *entry.source == model::SourceMode::automatic ||
        *entry.source == model::SourceMode::custom || provider->modes.empty())
      return;
    if (std::ranges::find(provider->modes, *entry.source) != provider->modes.end()) return;
    std::vector<std::string> words{"auto"};
    for (const model::SourceMode mode : provider->modes)
      if (mode != model::SourceMode::automatic) words.emplace_back(model::to_string(mode));
    add(Level::error, path + ".source",
        "The provider " + provider->id + " cannot be read with source \"" +
            std::string(model::to_string(*entry.source)) + "\".",
        "It has: " + base::join(words, ", ") + ".");
  }

  std::string hint_for(const std::string& id) const {
    std::vector<std::string> known;
    for (const KnownProvider& provider : providers_) {
      known.push_back(provider.id);
      known.insert(known.end(), provider.aliases.begin(), provider.aliases.end());
    }
    const auto nearest = base::nearest_words(id, known);
    if (!nearest.empty()) return "Did you mean " + base::join(nearest, ", ") + "?";
    return "`usagestat list` shows all; one of your own needs its folder in pluginDirs.";
  }

  void check_names(const model::ProviderConfig& entry, const std::string& path) {
    if (entry.instance_id && *entry.instance_id != entry.id) {
      const KnownProvider* other = find(*entry.instance_id);
      if (other != nullptr && other->id != entry.id)
        add(Level::warning, path + ".instanceId",
            "The instanceId \"" + *entry.instance_id + "\" is the name of another provider.",
            "Choose another one, so that the command line is clear.");
    }
    if (!entry.tab_parent) return;
    const auto& entries = read_.config.providers;
    const bool is_there = find(*entry.tab_parent) != nullptr ||
                          std::ranges::any_of(entries, [&](const model::ProviderConfig& other) {
                            return other.key() == *entry.tab_parent;
                          });
    if (!is_there)
      add(Level::warning, path + ".tabParent",
          "There is no entry or provider \"" + *entry.tab_parent + "\" to group this one under.",
          "Name an id or an instanceId.");
  }

  void add(Level level, const std::string& key, std::string message, std::string hint) {
    const auto found = read_.places.find(key);
    const ConfigPlace place = found == read_.places.end() ? ConfigPlace{} : found->second;
    issues_.push_back({level,
                       std::move(message),
                       std::move(hint),
                       read_.config.path.string(),
                       place.line,
                       place.column,
                       key,
                       {}});
  }

  const ReadConfig& read_;
  const std::vector<KnownProvider>& providers_;
  std::vector<ConfigIssue> issues_;
};

}  // namespace

std::vector<ConfigIssue> validate_config(const ReadConfig& read,
                                         const std::vector<KnownProvider>& providers) {
  return Validator(read, providers).run();
}

}  // namespace usagestat::config
