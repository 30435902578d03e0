// SPDX-License-Identifier: MIT
#include "usage/refresh_all.hpp"

namespace usagestat::usage {

std::vector<model::UsageSnapshot> refresh_all(const std::vector<Instance>& instances,
                                              const ProbeSettings& settings,
                                              const RefreshPolicy& policy,
                                              const ProbeAllOptions& options,
                                              Workspace& workspace) {
  std::vector<std::optional<model::UsageSnapshot>> snapshots(instances.size());
  StoredByKey stored;
  if (!workspace.is_demo()) stored = workspace.store().read();
  std::vector<Instance> old;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    const auto found = stored.find(store_key(instances[i], settings));
    if (found != stored.end())
      snapshots[i] = current_snapshot(instances[i], found->second, policy, workspace.now());
    if (!snapshots[i]) old.push_back(instances[i]);
  }
  auto asked = probe_all(
      old,
      [&](const Instance& instance, const system::Deadline& deadline) {
        return workspace.refresh(instance, settings, policy, deadline);
      },
      options);
  std::vector<model::UsageSnapshot> result;
  result.reserve(instances.size());
  auto next = asked.begin();
  for (auto& snapshot : snapshots)
    result.push_back(snapshot ? *std::move(snapshot) : std::move(*next++));
  return result;
}

}  // namespace usagestat::usage
