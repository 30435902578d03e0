// SPDX-License-Identifier: MIT
// History that grows old loses detail instead of growing for ever.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "base/time.hpp"
#include "system/system.hpp"

namespace usagestat::usage {

struct KeepRules {
  std::chrono::hours everything{24 * 30};    // younger samples are all kept
  std::chrono::hours one_an_hour{24 * 365};  // older than this: one a day
};

// Rewrites the file (temporary file, fsync, rename) with what is old thinned out: of each
// instance's hour, later day (UTC), the sample with the highest primary percentage stays, of equal
// ones the latest. Lines that are no samples stay as they are. The caller holds the lock of the
// file's writers. How many samples were dropped; when none is, the file is not touched.
base::Result<std::uint64_t> compact_history(const std::filesystem::path& file,
                                            const KeepRules& rules, base::TimePoint now,
                                            const system::System& system);

}  // namespace usagestat::usage
