// SPDX-License-Identifier: MIT
// usagestat usage: probe, and show what came back.
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/show_snapshots.hpp"
#include "cli/invocation.hpp"
#include "cli/progress_line.hpp"
#include "cli/select.hpp"
#include "usage/probe_all.hpp"
#include "usage/record_probe.hpp"
#include "usage/replay.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;
using Snapshots = std::vector<model::UsageSnapshot>;

model::SourceMode source_mode(const Arguments& arguments) {
  if (arguments.has("web")) return model::SourceMode::web;
  return arguments.mode("source").value_or(model::SourceMode::automatic);
}

base::Result<void> check_options(const Arguments& arguments, const Invocation& invocation) {
  const bool names_instances = !arguments.operands().empty() || arguments.has("provider");
  if (arguments.has("replay") &&
      (names_instances || arguments.has("record") || arguments.has("source") ||
       arguments.has("web") || invocation.options.demo))
    return Error{ErrorKind::usage, "--replay shows stories; it takes no ids and no --source.",
                 "Leave out everything but the story files."};
  if (arguments.has("record") && invocation.options.demo)
    return Error{ErrorKind::usage, "--record writes a live probe; --demo makes none.", ""};
  return {};
}

void say_nothing_selected(const Invocation& invocation) {
  invocation.note(
      "No provider is enabled, and no credential of a known one was found on this machine.\n"
      "  `usagestat list` shows what is looked for, `usagestat config init` writes a config,\n"
      "  `usagestat --demo` shows the program at work.");
}

base::Result<Snapshots> probe_selected(const std::vector<usage::Instance>& instances,
                                       const Arguments& arguments, Invocation& invocation) {
  usage::Workspace& workspace = invocation.workspace;
  USAGESTAT_TRY(const model::Config* config, workspace.config());
  ProgressLine progress(invocation.streams);
  usage::ProbeAllOptions options;
  options.max_parallel = config->defaults.max_parallel;
  options.probe_timeout = invocation.options.timeout.value_or(config->defaults.timeout);
  options.deadline = invocation.deadline;
  options.on_progress = [&progress](const usage::ProbeProgress& now) { progress.show(now); };
  USAGESTAT_TRY(const usage::ProbeSettings settings,
                workspace.probe_settings(source_mode(arguments)));
  Snapshots snapshots = usage::probe_all(
      instances,
      [&](const usage::Instance& instance, const system::Deadline& deadline) {
        return workspace.probe(instance, settings, deadline);
      },
      options);
  if (invocation.deadline.stop_requested()) return invocation.deadline.error();
  return snapshots;
}

base::Result<Snapshots> record(const std::vector<usage::Instance>& instances,
                               const Arguments& arguments, Invocation& invocation) {
  if (instances.size() != 1)
    return Error{ErrorKind::usage,
                 "--record needs exactly one instance, but " + std::to_string(instances.size()) +
                     " are selected.",
                 "Name one: usagestat usage ID --record FILE"};
  const std::string file = *arguments.text("record");
  USAGESTAT_TRY(auto snapshot,
                usage::record_probe(instances.front(), source_mode(arguments), invocation.workspace,
                                    file, invocation.deadline));
  invocation.note("The story is written to " + file + ". Read it before you publish it.");
  return Snapshots{std::move(snapshot)};
}

ExitCode exit_code_of(const Snapshots& snapshots, const Arguments& arguments) {
  ExitCode code = ExitCode::ok;
  for (const model::UsageSnapshot& snapshot : snapshots) {
    if (snapshot.error && !arguments.has("fail-open")) code = worse_of(code, ExitCode::unknown);
  }
  return code;
}

}  // namespace

base::Result<ExitCode> run_usage(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_CHECK(check_options(arguments, invocation));
  if (arguments.has("replay")) {
    USAGESTAT_TRY(
        const auto replay,
        usage::replay_stories(arguments.all("replay"), invocation.workspace, invocation.deadline));
    show_snapshots(replay.snapshots, replay.now, *replay.time_zone, invocation);
    return exit_code_of(replay.snapshots, arguments);
  }
  USAGESTAT_TRY(const auto instances,
                select_from(arguments, invocation.options.include_off, invocation));
  if (instances.empty() && !arguments.has("record")) {
    if (invocation.options.json) invocation.print_json(base::json::array());
    say_nothing_selected(invocation);
    return ExitCode::ok;
  }
  USAGESTAT_TRY(const Snapshots snapshots, arguments.has("record")
                                               ? record(instances, arguments, invocation)
                                               : probe_selected(instances, arguments, invocation));
  show_snapshots(snapshots, invocation.workspace.now(), *invocation.workspace.system().time_zone,
                 invocation);
  return exit_code_of(snapshots, arguments);
}

}  // namespace usagestat::cli
