// SPDX-License-Identifier: MIT
#include "model/provider_manifest.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace usagestat::model {

std::vector<std::string> primary_labels(const ProviderManifest& manifest) {
  std::vector<std::pair<int, std::string>> ordered;
  for (const LineDeclaration& line : manifest.lines) {
    if (line.primary_order) ordered.emplace_back(*line.primary_order, line.label);
  }
  std::ranges::stable_sort(ordered, {}, &std::pair<int, std::string>::first);
  std::vector<std::string> labels;
  for (auto& [order, label] : ordered) labels.push_back(std::move(label));
  return labels;
}

bool is_called(const ProviderManifest& manifest, std::string_view word) {
  return base::equals_ignoring_case(manifest.id, word) ||
         std::ranges::any_of(manifest.aliases, [word](const std::string& alias) {
           return base::equals_ignoring_case(alias, word);
         });
}

}  // namespace usagestat::model
