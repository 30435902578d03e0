// SPDX-License-Identifier: MIT
#include "model/source_mode.hpp"

#include <algorithm>

namespace usagestat::model {

const std::vector<std::string>& source_mode_words() {
  static const std::vector<std::string> words{"auto", "web",   "cli",   "oauth",
                                              "api",  "local", "custom"};
  return words;
}

std::string_view to_string(SourceMode mode) {
  return source_mode_words().at(static_cast<std::size_t>(mode));
}

std::optional<SourceMode> source_mode_from(std::string_view word) {
  const auto& words = source_mode_words();
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<SourceMode>(found - words.begin());
}

}  // namespace usagestat::model
