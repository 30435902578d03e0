// SPDX-License-Identifier: MIT
#include "cli/save_history.hpp"

#include "usage/history_file.hpp"

namespace usagestat::cli {

void save_history(const std::vector<model::UsageSnapshot>& snapshots, Invocation& invocation) {
  usage::Workspace& workspace = invocation.workspace;
  usage::HistoryFile history(workspace.data_directory(), workspace.system(), invocation.log);
  const auto written = history.append(usage::samples_of(snapshots), invocation.deadline);
  if (!written) invocation.note("Nothing is saved: " + written.error().message);
}

}  // namespace usagestat::cli
