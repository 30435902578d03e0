// SPDX-License-Identifier: MIT
#include "usage/select_history.hpp"

#include "base/text.hpp"

namespace usagestat::usage {
namespace {

// False for a word that means nothing here.
bool add_word(const std::vector<Instance>& all, std::string_view word, HistoryFilter& filter) {
  for (const Instance& instance : all) {
    if (instance.config.instance_id && *instance.config.instance_id == word) {
      filter.instance_ids.emplace_back(word);
      return true;
    }
  }
  bool is_known = false;
  for (const Instance& instance : all) {
    const model::ProviderManifest& manifest = instance.plugin->manifest;
    if (model::is_called(manifest, word)) {
      filter.provider_ids.push_back(manifest.id);
      is_known = true;
    } else if (base::equals_ignoring_case(instance.key(), word)) {
      filter.instance_ids.push_back(instance.key());
      is_known = true;
    }
  }
  return is_known;
}

}  // namespace

HistorySelection select_history(const std::vector<Instance>& all,
                                const std::vector<std::string>& words) {
  HistorySelection selection;
  bool wants_all = false;
  for (const std::string& list : words) {
    for (const std::string& part : base::split(list, ',')) {
      const std::string word(base::trim(part));
      if (word.empty()) continue;
      wants_all |= base::equals_ignoring_case(word, "all");
      if (wants_all || add_word(all, word, selection.filter)) continue;
      selection.unknown.push_back(word);
      selection.filter.instance_ids.push_back(word);
      selection.filter.provider_ids.push_back(word);
    }
  }
  if (wants_all) selection = {};
  return selection;
}

}  // namespace usagestat::usage
