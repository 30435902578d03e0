// SPDX-License-Identifier: MIT
// Expected texts as files. USAGESTAT_UPDATE_GOLDEN=1 writes them instead of comparing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace usagestat::support {

// Fails the running test case when `text` is not what `path` (relative to the repository) holds,
// and says where they part.
void golden(std::string_view path, std::string_view text);

// "line 3: expected …, got …" for the first line that is not the same; empty when all are.
std::optional<std::string> first_difference(std::string_view expected, std::string_view actual);

}  // namespace usagestat::support
