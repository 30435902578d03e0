// SPDX-License-Identifier: MIT
#include "usage/select_instances.hpp"

#include <algorithm>

#include "base/suggest.hpp"
#include "base/text.hpp"

namespace usagestat::usage {
namespace {

using model::Activation;

Instance make_instance(const plugin_host::PluginPtr& plugin, model::ProviderConfig config,
                       bool has_entry, const Detector& detect) {
  Instance instance{plugin, std::move(config), Activation::off, ""};
  if (has_entry) {
    const bool enabled = instance.config.enabled.value_or(true);
    instance.activation = enabled ? Activation::enabled : Activation::off;
    instance.reason = enabled ? "enabled in the config" : "disabled in the config";
    return instance;
  }
  if (plugin->manifest.enabled_by_default) {
    instance.activation = Activation::enabled;
    instance.reason = "enabled by default";
    return instance;
  }
  const auto found = detect(plugin->manifest, instance.config);
  instance.activation = found ? Activation::detected : Activation::off;
  instance.reason = found ? *found : "no credential found";
  return instance;
}

bool matches(const Instance& instance, std::string_view word) {
  return base::equals_ignoring_case(instance.key(), word) ||
         model::is_called(instance.plugin->manifest, word);
}

base::Error unknown_word(const std::string& word, const std::vector<Instance>& all,
                         std::vector<std::string> known) {
  for (const Instance& instance : all) {
    known.push_back(instance.key());
    known.push_back(instance.plugin->manifest.id);
    known.insert(known.end(), instance.plugin->manifest.aliases.begin(),
                 instance.plugin->manifest.aliases.end());
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  const auto near = base::nearest_words(word, known);
  std::string hint = near.empty() ? "" : "Did you mean " + base::join(near, ", ") + "? ";
  hint += "`usagestat list` shows every known id.";
  return {base::ErrorKind::usage, "Unknown provider or command \"" + word + "\".", hint};
}

std::vector<std::string> split_words(const std::vector<std::string>& words) {
  std::vector<std::string> result;
  for (const std::string& word : words) {
    for (const std::string& part : base::split(word, ',')) {
      if (!base::trim(part).empty()) result.emplace_back(base::trim(part));
    }
  }
  return result;
}

}  // namespace

std::vector<Instance> all_instances(const plugin_host::PluginCatalog& catalog,
                                    const model::Config& config, const Detector& detect) {
  std::vector<Instance> result;
  for (const model::ProviderConfig& entry : config.providers) {
    if (const auto plugin = catalog.find(entry.id)) {
      model::ProviderConfig own = entry;
      own.id = plugin->manifest.id;
      result.push_back(make_instance(plugin, std::move(own), true, detect));
    }
  }
  const std::size_t configured = result.size();
  for (const auto& plugin : catalog.plugins) {
    const bool has_entry =
        std::any_of(result.begin(), result.begin() + static_cast<std::ptrdiff_t>(configured),
                    [&](const Instance& instance) {
                      return instance.plugin->manifest.id == plugin->manifest.id;
                    });
    if (has_entry) continue;
    model::ProviderConfig entry;
    entry.id = plugin->manifest.id;
    result.push_back(make_instance(plugin, std::move(entry), false, detect));
  }
  return result;
}

base::Result<std::vector<Instance>> select_instances(const std::vector<Instance>& all,
                                                     const Selection& selection) {
  std::vector<Instance> result;
  const auto add = [&result](const Instance& instance) {
    for (const Instance& known : result) {
      if (known.key() == instance.key()) return;
    }
    result.push_back(instance);
  };
  const auto add_default = [&] {
    for (const Instance& instance : all) {
      if (selection.include_off || instance.activation != Activation::off) add(instance);
    }
  };
  const std::vector<std::string> words = split_words(selection.words);
  if (words.empty()) add_default();
  for (const std::string& word : words) {
    if (base::equals_ignoring_case(word, "all")) {
      add_default();
      continue;
    }
    // An instance id names that one alone, even when it is also the provider's id.
    const auto exact = std::find_if(all.begin(), all.end(), [&](const Instance& instance) {
      return instance.config.instance_id && *instance.config.instance_id == word;
    });
    if (exact != all.end()) {
      add(*exact);
      continue;
    }
    bool found = false;
    for (const Instance& instance : all) {
      if (!matches(instance, word)) continue;
      add(instance);
      found = true;
    }
    if (!found) return unknown_word(word, all, selection.other_words);
  }
  return result;
}

}  // namespace usagestat::usage
