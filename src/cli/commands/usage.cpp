// SPDX-License-Identifier: MIT
// usagestat usage: probe, and show what came back.
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/show_snapshots.hpp"
#include "cli/invocation.hpp"
#include "cli/probe_instances.hpp"
#include "cli/save_history.hpp"
#include "cli/select.hpp"
#include "cli/thresholds.hpp"
#include "usage/record_probe.hpp"
#include "usage/replay.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;
using Snapshots = std::vector<model::UsageSnapshot>;

constexpr std::chrono::seconds k_max_age{30};
constexpr std::chrono::milliseconds k_watch_interval{60000};
constexpr std::chrono::milliseconds k_least_watch{1000};
constexpr std::string_view k_clear_screen = "\x1b[H\x1b[2J\x1b[3J";

base::Result<void> check_options(const Arguments& arguments, const Invocation& invocation) {
  const bool names_instances = !arguments.operands().empty() || arguments.has("provider");
  if (arguments.has("replay") &&
      (names_instances || arguments.has("record") || arguments.has("source") ||
       arguments.has("web") || invocation.options.demo))
    return Error{ErrorKind::usage, "--replay shows stories; it takes no ids and no --source.",
                 "Leave out everything but the story files."};
  if (arguments.has("save") && (arguments.has("replay") || invocation.options.demo))
    return Error{ErrorKind::usage, "--save records real usage; --replay and --demo show none.",
                 "Leave one of them out."};
  if (arguments.has("record") && invocation.options.demo)
    return Error{ErrorKind::usage, "--record writes a live probe; --demo makes none.", ""};
  if (arguments.has("watch") &&
      (arguments.has("replay") || arguments.has("record") || invocation.options.timeout))
    return Error{ErrorKind::usage, "--watch goes with neither --replay, --record nor --timeout.",
                 "Leave one of them out."};
  if (const auto interval = arguments.duration("watch"); interval && *interval < k_least_watch)
    return Error{ErrorKind::usage, "--watch needs at least 1s between two looks.",
                 "Services would not tell more to who asks more often."};
  return {};
}

void say_nothing_selected(const Invocation& invocation) {
  invocation.note(
      "No provider is enabled, and no credential of a known one was found on this machine.\n"
      "  `usagestat list` shows what is looked for, `usagestat config init` writes a config,\n"
      "  `usagestat --demo` shows the program at work.");
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

// Thresholds count only when they were asked for: without them a document that could be produced
// is a success.
ExitCode exit_code_of(const Snapshots& snapshots, const std::vector<usage::Instance>& instances,
                      const Arguments& arguments, const Invocation& invocation) {
  ExitCode code = ExitCode::ok;
  const base::TimePoint now = invocation.workspace.now();
  const bool is_judged = arguments.has("warn") || arguments.has("fail") || arguments.has("window");
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    if (snapshots[i].error && !arguments.has("fail-open")) code = worse_of(code, ExitCode::unknown);
    if (!is_judged) continue;
    model::Thresholds configured;
    if (const auto config = invocation.workspace.config(); config && i < instances.size())
      configured = configured_thresholds(instances[i].config, (*config)->defaults);
    for (const model::Check& check : model::check_snapshot(
             snapshots[i], asked_thresholds(arguments, configured), asked_window(arguments), now)) {
      if (check.verdict != model::Verdict::warning && check.verdict != model::Verdict::critical)
        continue;
      invocation.note(check_sentence(check, now, *invocation.workspace.system().time_zone));
      code = worse_of(code, exit_code_for(check.verdict));
    }
  }
  return code;
}

base::Result<ExitCode> probe_and_show(const std::vector<usage::Instance>& instances,
                                      const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const Snapshots snapshots,
                arguments.has("record")
                    ? record(instances, arguments, invocation)
                    : probe_instances(instances, arguments, invocation, k_max_age));
  if (arguments.has("save")) save_history(snapshots, invocation);
  if (arguments.has("watch") && invocation.streams.out_is_terminal)
    invocation.print(k_clear_screen);
  show_snapshots(snapshots, invocation.workspace.now(), *invocation.workspace.system().time_zone,
                 invocation);
  return exit_code_of(snapshots, instances, arguments, invocation);
}

// Until a signal comes or nobody reads any more.
base::Result<ExitCode> watch(const std::vector<usage::Instance>& instances,
                             const Arguments& arguments, Invocation& invocation) {
  const auto interval = arguments.duration("watch").value_or(k_watch_interval);
  for (;;) {
    USAGESTAT_TRY(const ExitCode code, probe_and_show(instances, arguments, invocation));
    invocation.streams.out.flush();
    if (invocation.streams.out.is_closed() || invocation.streams.out.has_failed()) return code;
    USAGESTAT_CHECK(invocation.system.clock.sleep(interval, invocation.deadline));
  }
}

}  // namespace

base::Result<ExitCode> run_usage(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_CHECK(check_options(arguments, invocation));
  if (arguments.has("replay")) {
    USAGESTAT_TRY(
        const auto replay,
        usage::replay_stories(arguments.all("replay"), invocation.workspace, invocation.deadline));
    show_snapshots(replay.snapshots, replay.now, *replay.time_zone, invocation);
    return exit_code_of(replay.snapshots, {}, arguments, invocation);
  }
  USAGESTAT_TRY(const auto instances,
                select_from(arguments, invocation.options.include_off, invocation));
  if (instances.empty() && !arguments.has("record")) {
    if (invocation.options.json) invocation.print_json(base::json::array());
    say_nothing_selected(invocation);
    return ExitCode::ok;
  }
  if (arguments.has("watch")) return watch(instances, arguments, invocation);
  return probe_and_show(instances, arguments, invocation);
}

}  // namespace usagestat::cli
