// SPDX-License-Identifier: MIT
#include "model/provider_manifest.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::model {

std::vector<std::string> primary_labels(const ProviderManifest& manifest) {
  // With its position beside it, an order that is given twice keeps the manifest's.
  std::vector<std::pair<int, std::size_t>> ordered;
  for (std::size_t i = 0; i < manifest.lines.size(); ++i) {
    if (manifest.lines[i].primary_order) ordered.emplace_back(*manifest.lines[i].primary_order, i);
  }
  std::ranges::sort(ordered);
  std::vector<std::string> labels;
  for (const auto& [order, position] : ordered) labels.push_back(manifest.lines[position].label);
  return labels;
}

bool is_called(const ProviderManifest& manifest, std::string_view word) {
  return base::equals_ignoring_case(manifest.id, word) ||
         std::ranges::any_of(manifest.aliases, [word](const std::string& alias) {
           return base::equals_ignoring_case(alias, word);
         });
}

}  // namespace usagestat::model
