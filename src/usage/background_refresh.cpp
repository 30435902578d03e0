// SPDX-License-Identifier: MIT
#include "usage/background_refresh.hpp"

#include <algorithm>

#include "usage/refresh_all.hpp"

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;

// Held by the process in the background for as long as it probes, and for a moment by those who
// look whether there is one.
base::Result<std::unique_ptr<system::FileLock>> take_turn(Workspace& workspace,
                                                          base::Milliseconds patience) {
  const auto file = workspace.data_directory() / "state" / "locks" / "background.lock";
  return workspace.system().filesystem.lock(file, system::Deadline::after(patience));
}

}  // namespace

RefreshPolicy background_policy(base::Milliseconds max_age) {
  return {max_age, std::max<base::Milliseconds>(max_age, 60s), false};
}

std::vector<std::string> keys_to_refresh(const std::vector<Instance>& instances,
                                         const StoredByKey& stored, const RefreshPolicy& policy,
                                         base::TimePoint now) {
  std::vector<std::string> keys;
  for (const Instance& instance : instances) {
    const auto found = stored.find(instance.key());
    if (found == stored.end() || !is_current(instance, found->second, policy, now))
      keys.push_back(instance.key());
  }
  return keys;
}

base::Result<void> start_background_refresh(const std::vector<std::string>& arguments,
                                            Workspace& workspace) {
  const auto turn = take_turn(workspace, 0ms);
  if (!turn) {
    if (turn.error().kind == base::ErrorKind::timeout) return {};
    return turn.error();
  }
  return workspace.system().processes.start_self(arguments);
}

base::Result<void> refresh_in_background(const std::vector<Instance>& instances,
                                         const RefreshPolicy& policy, Workspace& workspace,
                                         const system::Deadline& deadline) {
  // Longer than a look takes, or many readers at once would frighten each other's processes away.
  const auto turn = take_turn(workspace, 1s);
  if (!turn) {
    if (turn.error().kind == base::ErrorKind::timeout) return {};
    return turn.error();
  }
  USAGESTAT_TRY(const model::Config* config, workspace.config());
  USAGESTAT_TRY(const ProbeSettings settings,
                workspace.probe_settings(model::SourceMode::automatic));
  ProbeAllOptions options;
  options.max_parallel = config->defaults.max_parallel;
  options.probe_timeout = config->defaults.timeout;
  options.deadline = deadline;
  refresh_all(instances, settings, policy, options, workspace);
  return {};
}

}  // namespace usagestat::usage
