// SPDX-License-Identifier: MIT
// Finds syntax newer than ES5 in a script, to tell its author what the engine stumbled over.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace usagestat::plugin_host {

struct ModernSyntax {
  int line = 1;      // from 1
  int column = 1;    // from 1, in bytes
  std::string what;  // "an arrow function"
};

// The first such place, by tokens: comments, texts and regular expressions are skipped.
std::optional<ModernSyntax> find_modern_syntax(std::string_view source);

}  // namespace usagestat::plugin_host
