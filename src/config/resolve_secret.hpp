// SPDX-License-Identifier: MIT
// From "where the secret is" to the secret.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/config.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"

namespace usagestat::config {

// A variable's value, a file's content or the first line a command prints (no shell, at most 10 s),
// each without blanks around it. Errors: kind config naming `key` (such as "apiKey of work"), never
// the value or what the command printed; interrupted when the deadline's stop token fired.
base::Result<std::string> resolve_secret(const model::SecretReference& secret, std::string_view key,
                                         const system::System& system,
                                         const system::Deadline& deadline);

}  // namespace usagestat::config
