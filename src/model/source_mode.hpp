// SPDX-License-Identifier: MIT
// How figures are read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usagestat::model {

enum class SourceMode { automatic, web, cli, oauth, api, local, custom };

std::string_view to_string(SourceMode mode);  // "auto", "web", …
std::optional<SourceMode> source_mode_from(std::string_view word);

// All spellings, in the order above.
const std::vector<std::string>& source_mode_words();

}  // namespace usagestat::model
