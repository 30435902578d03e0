// SPDX-License-Identifier: MIT
// <data>/history.jsonl: what was measured, one JSON object a line, newest last, shared by every
// process of this user.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "model/history_sample.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"
#include "usage/compact_history.hpp"

namespace usagestat::usage {

struct HistoryLimits {
  // Figures that did not change are written again only after this.
  std::chrono::milliseconds interval{std::chrono::minutes(5)};
  // The file is thinned out from this size on, and again each time it has grown by half.
  std::uint64_t compact_from_bytes = 4U << 20U;
  KeepRules keep;
};

// Writers take turns by the lock state/locks/history.lock.
class HistoryFile {
 public:
  HistoryFile(const std::filesystem::path& data_directory, system::System system,
              base::LogSink& log, HistoryLimits limits = {});

  // Writes those samples that are news: newer than what their instance has, and with other figures
  // or at least the interval later. On disk when it returns without error, whatever becomes of this
  // process or machine afterwards. The half of a sample that a crash left at the end of the file is
  // taken away first: nobody was told that it is there. How many were written. Kind io when the
  // directory cannot be written, timeout when another process holds the lock for too long.
  base::Result<std::size_t> append(const std::vector<model::HistorySample>& samples,
                                   const system::Deadline& deadline);

  // Removes the file. True when there was one.
  base::Result<bool> clear(const system::Deadline& deadline);

  const std::filesystem::path& path() const { return file_; }

 private:
  using LastByInstance = std::map<std::string, model::HistorySample>;
  struct Tail {
    LastByInstance last;
    base::TimePoint oldest = base::TimePoint::max();
    bool has_newline = true;                 // at the end of the file
    std::optional<std::uint64_t> torn_from;  // where the half of a sample begins that ends the file
  };

  base::Result<Tail> read_tail(base::TimePoint since) const;
  base::Result<Tail> read_tail_from(std::uint64_t offset, std::uint64_t size) const;
  bool is_news(const model::HistorySample& sample, const LastByInstance& last) const;
  base::Result<void> compact_if_due() const;

  std::filesystem::path file_;
  std::filesystem::path lock_file_;
  std::filesystem::path size_file_;  // the file's size after the last compaction
  system::System system_;
  base::LogSink& log_;
  HistoryLimits limits_;
};

// The samples of snapshots that were really fetched: a failed probe shows old figures, or none.
std::vector<model::HistorySample> samples_of(const std::vector<model::UsageSnapshot>& snapshots);

}  // namespace usagestat::usage
