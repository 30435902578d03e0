// SPDX-License-Identifier: MIT
#include "cli/probe_instances.hpp"

#include "cli/progress_line.hpp"
#include "usage/refresh_all.hpp"

namespace usagestat::cli {

model::SourceMode source_mode(const Arguments& arguments) {
  if (arguments.has("web")) return model::SourceMode::web;
  return arguments.mode("source").value_or(model::SourceMode::automatic);
}

base::Result<std::vector<model::UsageSnapshot>> probe_instances(
    const std::vector<usage::Instance>& instances, const Arguments& arguments,
    Invocation& invocation, std::chrono::milliseconds default_max_age) {
  usage::Workspace& workspace = invocation.workspace;
  USAGESTAT_TRY(const model::Config* config, workspace.config());
  ProgressLine progress(invocation.streams);
  usage::ProbeAllOptions options;
  options.max_parallel = config->defaults.max_parallel;
  options.probe_timeout = invocation.options.timeout.value_or(config->defaults.timeout);
  options.deadline = invocation.deadline;
  options.on_progress = [&progress](const usage::ProbeProgress& now) { progress.show(now); };
  usage::RefreshPolicy policy;
  policy.max_age = arguments.duration("max-age").value_or(default_max_age);
  policy.force = arguments.has("force");
  USAGESTAT_TRY(const usage::ProbeSettings settings,
                workspace.probe_settings(source_mode(arguments)));
  auto snapshots = usage::refresh_all(instances, settings, policy, options, workspace);
  if (invocation.deadline.stop_requested()) return invocation.deadline.error();
  return snapshots;
}

}  // namespace usagestat::cli
