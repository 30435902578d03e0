// SPDX-License-Identifier: MIT
// Samples out of a history file of any size, without holding it in memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/history_sample.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"

namespace usagestat::usage {

struct HistoryFilter {
  // A sample of one of these is wanted; all when both are empty. Letter case is ignored.
  std::vector<std::string> instance_ids;
  std::vector<std::string> provider_ids;
  std::optional<base::TimePoint> since;  // at or after
  std::optional<base::TimePoint> until;  // at or before

  bool has_ids() const { return !instance_ids.empty() || !provider_ids.empty(); }
  bool matches(const model::HistorySample& sample) const;
};

struct HistoryScan {
  std::uint64_t samples = 0;            // lines that are samples, wanted or not
  std::uint64_t broken = 0;             // lines that are none
  std::uint64_t first_broken_line = 0;  // from 1
};

using SampleVisitor = std::function<base::Result<void>(model::HistorySample)>;

// Calls `visit` for each wanted sample in the order of the file; its error ends the scan. Blank
// lines are skipped, broken ones counted; a last line without newline that is no sample is what a
// crash or a writer at work leaves and is not counted. Kind io when the file cannot be read.
base::Result<HistoryScan> scan_history(const std::filesystem::path& file,
                                       const HistoryFilter& filter, const SampleVisitor& visit,
                                       const system::System& system,
                                       const system::Deadline& deadline);

// The newest `limit` samples of each instance, in the order of the file.
struct NewestSamples {
  std::vector<model::HistorySample> samples;
  HistoryScan scan;
};
base::Result<NewestSamples> newest_samples(const std::filesystem::path& file,
                                           const HistoryFilter& filter, std::size_t limit,
                                           const system::System& system,
                                           const system::Deadline& deadline);

// The sample a line holds.
base::Result<model::HistorySample> parse_sample(std::string_view line);

// The time of a line that begins as this program writes them, without looking at the rest.
std::optional<base::TimePoint> time_of_line(std::string_view line);

}  // namespace usagestat::usage
