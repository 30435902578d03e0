// SPDX-License-Identifier: MIT
// JSON files that this program keeps for itself: read with tolerance, replaced whole.
#pragma once

#include <filesystem>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "system/system.hpp"

namespace usagestat::usage {

enum class BrokenFile { keep, rename_aside };

// The document of a file, null for a missing or empty one. What does not parse is null as well,
// with a warning; with rename_aside (which needs the lock of its writers) it is also kept for the
// user under "<name>.broken-<time>". Kind io for a file that cannot be read.
base::Result<base::json::value> read_state(const std::filesystem::path& file, BrokenFile broken,
                                           const system::System& system, base::LogSink& log);

// Pretty, with a newline at the end, 0600.
base::Result<void> write_state(const std::filesystem::path& file, const base::json::value& document,
                               const system::System& system);

// Removes what killed writers left beside the file. The caller holds the lock of its writers, so
// that nobody else is writing.
void remove_leftovers(const std::filesystem::path& file, const system::System& system);

}  // namespace usagestat::usage
