// SPDX-License-Identifier: MIT
// Where the samples of history and export come from: the recorded file, one that the user names, or
// the demo.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "cli/arguments.hpp"
#include "cli/invocation.hpp"
#include "model/history_sample.hpp"
#include "usage/read_history.hpp"

namespace usagestat::cli {

class HistoryInput {
 public:
  // What this program recorded; no file yet means no samples. With --demo one sample of each demo
  // account.
  static base::Result<HistoryInput> recorded(Invocation& invocation);
  // Kind io when it cannot be read.
  static HistoryInput of_file(std::filesystem::path file, Invocation& invocation);

  // By operands and --provider. An unknown word is only an error of kind usage when no sample has
  // it either.
  base::Result<usage::HistoryFilter> filter_of(const Arguments& arguments) const;

  // The wanted samples in the order recorded, with `limit` the newest so many of each instance.
  // Kind input for a file the user named in which nothing is a sample; broken lines beside good
  // ones are told on standard error.
  base::Result<void> each(const usage::HistoryFilter& filter, std::optional<std::size_t> limit,
                          const usage::SampleVisitor& visit) const;

 private:
  explicit HistoryInput(Invocation& invocation) : invocation_(&invocation) {}
  base::Result<bool> has_word(const std::string& word) const;
  base::Result<usage::HistoryScan> scan(const usage::HistoryFilter& filter,
                                        std::optional<std::size_t> limit,
                                        const usage::SampleVisitor& visit) const;
  base::Result<void> judge(const usage::HistoryScan& scan) const;

  Invocation* invocation_;
  std::filesystem::path file_;  // empty: `samples_` are all there is
  bool is_named_ = false;       // by the user
  std::vector<model::HistorySample> samples_;
};

}  // namespace usagestat::cli
