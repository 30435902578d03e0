// SPDX-License-Identifier: MIT
// Path patterns of manifests: `*` and `?` within one component, `**` across components.
#pragma once

#include <string_view>

namespace usagestat::base {

// Both sides use "/" and are already normalised. "a/**" matches "a/b" and "a/b/c", not "a".
bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace usagestat::base
