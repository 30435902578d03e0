// SPDX-License-Identifier: MIT
#include "cli/history_input.hpp"

#include "cli/select.hpp"
#include "usage/history_file.hpp"
#include "usage/select_history.hpp"
#include "usage/select_instances.hpp"

namespace usagestat::cli {

using base::Result;
using model::HistorySample;

Result<HistoryInput> HistoryInput::recorded(Invocation& invocation) {
  HistoryInput input(invocation);
  usage::Workspace& workspace = invocation.workspace;
  if (workspace.is_demo()) {
    USAGESTAT_TRY(const auto instances, workspace.instances());
    for (const usage::Instance& instance : instances) {
      const auto snapshot = workspace.stored(instance, {});
      const auto sample = snapshot ? model::sample_of(*snapshot) : std::nullopt;
      if (sample) input.samples_.push_back(*sample);
    }
    return input;
  }
  const usage::HistoryFile history(workspace.data_directory(), workspace.system(), invocation.log);
  if (workspace.system().filesystem.exists(history.path())) input.file_ = history.path();
  return input;
}

HistoryInput HistoryInput::of_file(std::filesystem::path file, Invocation& invocation) {
  HistoryInput input(invocation);
  input.file_ = std::move(file);
  input.is_named_ = true;
  return input;
}

Result<usage::HistoryFilter> HistoryInput::filter_of(const Arguments& arguments) const {
  std::vector<std::string> words = arguments.operands();
  const auto named = arguments.all("provider");
  words.insert(words.end(), named.begin(), named.end());
  if (words.empty()) return usage::HistoryFilter();
  USAGESTAT_TRY(const auto instances, invocation_->workspace.instances());
  usage::HistorySelection selection = usage::select_history(instances, words);
  for (const std::string& word : selection.unknown) {
    USAGESTAT_TRY(const bool is_recorded, has_word(word));
    if (is_recorded) continue;
    // For its sentence with the nearest ids.
    USAGESTAT_CHECK(usage::select_instances(instances, {{word}, true, {}}));
  }
  return std::move(selection.filter);
}

Result<bool> HistoryInput::has_word(const std::string& word) const {
  usage::HistoryFilter filter;
  filter.instance_ids = filter.provider_ids = {word};
  bool is_found = false;
  USAGESTAT_CHECK(scan(filter, std::nullopt, [&is_found](const HistorySample&) {
    is_found = true;
    return Result<void>();
  }));
  return is_found;
}

Result<void> HistoryInput::each(const usage::HistoryFilter& filter,
                                std::optional<std::size_t> limit,
                                const usage::SampleVisitor& visit) const {
  USAGESTAT_TRY(const usage::HistoryScan found, scan(filter, limit, visit));
  return judge(found);
}

Result<usage::HistoryScan> HistoryInput::scan(const usage::HistoryFilter& filter,
                                              std::optional<std::size_t> limit,
                                              const usage::SampleVisitor& visit) const {
  const system::System& system = invocation_->workspace.system();
  if (file_.empty()) {
    for (const HistorySample& sample : samples_)
      if (filter.matches(sample) && limit != 0) USAGESTAT_CHECK(visit(sample));
    return usage::HistoryScan();
  }
  if (!limit) return usage::scan_history(file_, filter, visit, system, invocation_->deadline);
  USAGESTAT_TRY(auto newest,
                usage::newest_samples(file_, filter, *limit, system, invocation_->deadline));
  for (HistorySample& sample : newest.samples) USAGESTAT_CHECK(visit(std::move(sample)));
  return newest.scan;
}

Result<void> HistoryInput::judge(const usage::HistoryScan& scan) const {
  if (scan.broken == 0) return {};
  const std::string where =
      "line " + std::to_string(scan.first_broken_line) + " of " + file_.string();
  if (is_named_ && scan.samples == 0)
    return base::Error{base::ErrorKind::input,
                       file_.string() + " is no history file: no line of it is a sample.",
                       "A history file has one JSON object a line, with ts, providerId, "
                       "displayName and primaryPercent."};
  const std::string sentence =
      std::to_string(scan.broken) +
      (scan.broken == 1 ? " line is no sample and is left out: "
                        : " lines are no samples and are left out, first ") +
      where + ".";
  if (is_named_) {
    invocation_->note(sentence);
  } else {
    invocation_->log.log(base::LogLevel::warning, "history", sentence);
  }
  return {};
}

}  // namespace usagestat::cli
