// SPDX-License-Identifier: MIT
// usagestat guard: is there enough quota left? The exit code is the answer.
#include <algorithm>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "cli/probe_instances.hpp"
#include "cli/select.hpp"
#include "cli/thresholds.hpp"

namespace usagestat::cli {
namespace {

using model::Check;
using model::Verdict;

constexpr std::chrono::seconds k_max_age{60};
constexpr double k_fail_at = 90;

struct Judged {
  std::string instance_id;
  std::vector<Check> checks;  // never empty
};

Check remark(const std::string& instance_id, Verdict verdict, std::string reason) {
  Check check;
  check.instance_id = instance_id;
  check.verdict = verdict;
  check.reason = std::move(reason);
  return check;
}

// The checks of one instance. One without such a window is unknown when it was asked for by name;
// among all others it has nothing to say about that window, and with "any" nothing to run out of.
std::vector<Check> judge(const model::UsageSnapshot& snapshot, const model::Thresholds& thresholds,
                         const std::string& window, bool is_named, base::TimePoint now) {
  auto checks = model::check_snapshot(snapshot, thresholds, window, now);
  if (!checks.empty()) return checks;
  if (window != "any" && !is_named) return {};
  if (window != "any")
    return {remark(snapshot.instance_id, Verdict::unknown, "It has no window \"" + window + "\".")};
  return {remark(snapshot.instance_id, Verdict::ok, "It shows no limit.")};
}

base::Result<std::vector<Judged>> judge_all(const std::vector<usage::Instance>& instances,
                                            const std::vector<model::UsageSnapshot>& snapshots,
                                            const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const model::Config* config, invocation.workspace.config());
  const bool is_named = !arguments.operands().empty() || arguments.has("provider");
  const std::string window = asked_window(arguments);
  std::vector<Judged> result;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    model::Thresholds configured = configured_thresholds(instances[i].config, config->defaults);
    configured.fail_at = configured.fail_at.value_or(k_fail_at);
    auto checks = judge(snapshots[i], asked_thresholds(arguments, configured), window, is_named,
                        invocation.workspace.now());
    if (!checks.empty()) result.push_back({instances[i].key(), std::move(checks)});
  }
  return result;
}

// The checks that made an instance's verdict; of a good one only the fullest window.
std::vector<Check> deciding(const Judged& judged) {
  const Verdict verdict = model::verdict_of(judged.checks);
  std::vector<Check> result;
  std::ranges::copy_if(judged.checks, std::back_inserter(result),
                       [&](const Check& check) { return check.verdict == verdict; });
  if (verdict != Verdict::ok) return result;
  return {*std::ranges::max_element(
      result, {}, [](const Check& check) { return check.used_percent.value_or(-1); })};
}

base::json::object to_json(const Check& check) {
  using base::json::value;
  return {
      {"instanceId", check.instance_id},
      {"window", check.window.empty() ? value(nullptr) : value(check.window)},
      {"usedPercent", check.used_percent ? value(*check.used_percent) : value(nullptr)},
      {"resetsAt", check.resets_at ? value(base::format_utc(*check.resets_at)) : value(nullptr)},
      {"verdict", model::to_string(check.verdict)},
      {"reason", check.reason}};
}

void show(const std::vector<Judged>& judged, Verdict verdict, ExitCode code,
          const Invocation& invocation) {
  if (invocation.options.json) {
    base::json::array checks;
    for (const Judged& one : judged)
      for (const Check& check : one.checks) checks.push_back(to_json(check));
    invocation.print_json(base::json::object{{"verdict", model::to_string(verdict)},
                                             {"exitCode", static_cast<int>(code)},
                                             {"checks", std::move(checks)}});
    return;
  }
  const system::TimeZone& zone = *invocation.workspace.system().time_zone;
  for (const Judged& one : judged)
    for (const Check& check : deciding(one))
      invocation.print(check_sentence(check, invocation.workspace.now(), zone) + "\n");
}

}  // namespace

base::Result<ExitCode> run_guard(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const auto instances,
                select_from(arguments, invocation.options.include_off, invocation));
  USAGESTAT_TRY(const auto snapshots, probe_instances(instances, arguments, invocation, k_max_age));
  USAGESTAT_TRY(const auto judged, judge_all(instances, snapshots, arguments, invocation));
  Verdict verdict = judged.empty() ? Verdict::unknown : Verdict::ok;
  for (const Judged& one : judged)
    verdict = model::worse_of(verdict, model::verdict_of(one.checks));
  ExitCode code = exit_code_for(verdict);
  if (code == ExitCode::unknown && arguments.has("fail-open")) code = ExitCode::ok;
  if (!arguments.has("quiet")) {
    show(judged, verdict, code, invocation);
    if (judged.empty())
      invocation.note(instances.empty()
                          ? "No provider is enabled, so there is nothing to guard. `usagestat "
                            "list` shows what is looked for."
                          : "No provider has a window \"" + asked_window(arguments) + "\".");
  }
  return code;
}

}  // namespace usagestat::cli
