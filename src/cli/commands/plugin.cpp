// SPDX-License-Identifier: MIT
// usagestat plugin validate and plugin test.
#include <algorithm>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "cli/paint.hpp"
#include "model/provider_json.hpp"
#include "plugin_host/validate_plugin.hpp"
#include "usage/find_stories.hpp"
#include "usage/run_story.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;

struct Candidate {
  std::string name;  // id, or the folder of a plugin that does not load
  plugin_host::PluginPtr plugin;
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
};

Candidate examine(const plugin_host::PluginPtr& plugin) {
  auto findings = plugin_host::validate_plugin(plugin);
  return {plugin->manifest.id, plugin, std::move(findings.errors), std::move(findings.warnings)};
}

base::Result<std::vector<Candidate>> candidates(const Arguments& arguments,
                                                Invocation& invocation) {
  USAGESTAT_TRY(const auto* catalog, invocation.workspace.catalog());
  std::vector<Candidate> result;
  for (const std::string& word : arguments.operands()) {
    if (const auto plugin = catalog->find(word)) {
      result.push_back(examine(plugin));
      continue;
    }
    if (!invocation.system.filesystem.exists(word))
      return Error{ErrorKind::usage, "\"" + word + "\" is neither a known plugin nor a folder.",
                   "`usagestat list` shows the known ones."};
    const auto plugin = plugin_host::load_plugin(word, invocation.system.filesystem);
    if (plugin) {
      result.push_back(examine(*plugin));
    } else {
      result.push_back({word, nullptr, {plugin.error().message}, {}});
    }
  }
  if (!arguments.operands().empty()) return result;
  for (const auto& plugin : catalog->plugins) result.push_back(examine(plugin));
  for (const auto& problem : catalog->problems)
    result.push_back({problem.where, nullptr, {problem.error.message}, {}});
  return result;
}

base::json::object to_json(const Candidate& candidate) {
  base::json::object object;
  if (candidate.plugin) {
    model::ProviderSummary summary;
    summary.manifest = &candidate.plugin->manifest;
    object = model::provider_to_json(summary);
    object.erase("enabled");
    object.erase("activation");
    object.erase("reason");
  } else {
    object["id"] = nullptr;
  }
  object["where"] = candidate.plugin && !candidate.plugin->directory.empty()
                        ? candidate.plugin->directory.string()
                        : (candidate.plugin ? "bundled" : candidate.name);
  object["errors"] = base::json_strings(candidate.errors);
  object["warnings"] = base::json_strings(candidate.warnings);
  return object;
}

// ---- plugin test

struct TestReport {
  std::size_t passed = 0;
  std::size_t failed = 0;
  base::json::array rows;
};

void report_story(const usage::StoryFile& file, const std::vector<std::string>& differences,
                  TestReport& report, Invocation& invocation) {
  const bool passed = differences.empty();
  ++(passed ? report.passed : report.failed);
  if (invocation.options.json) {
    report.rows.push_back(base::json::object{{"story", file.path.string()},
                                             {"passed", passed},
                                             {"differences", base::json_strings(differences)}});
    return;
  }
  const bool color = invocation.use_color();
  std::string text =
      passed ? painted("pass", Paint::green, color) : painted("FAIL", Paint::red, color);
  text += "  " + file.path.string() + "\n";
  for (const std::string& difference : differences)
    text += "        " + base::replace_all(difference, "\n", "\n        ") + "\n";
  invocation.print(text);
}

}  // namespace

base::Result<ExitCode> run_plugin_validate(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const auto found, candidates(arguments, invocation));
  const bool broken = std::ranges::any_of(
      found, [](const Candidate& candidate) { return !candidate.errors.empty(); });
  if (invocation.options.json) {
    base::json::array array;
    for (const Candidate& candidate : found) array.push_back(to_json(candidate));
    invocation.print_json(array);
    return broken ? ExitCode::bad_input : ExitCode::ok;
  }
  const auto valid = std::ranges::count_if(
      found, [](const Candidate& candidate) { return candidate.errors.empty(); });
  invocation.print("validated " + std::to_string(valid) + " plugin(s)\n");
  for (const Candidate& candidate : found) {
    if (candidate.errors.empty())
      invocation.print(candidate.plugin->manifest.id + "\t" + candidate.plugin->manifest.name +
                       "\n");
    for (const std::string& error : candidate.errors)
      invocation.note(candidate.name + ": error: " + error);
    for (const std::string& warning : candidate.warnings)
      invocation.note(candidate.name + ": warning: " + warning);
  }
  return broken ? ExitCode::bad_input : ExitCode::ok;
}

base::Result<ExitCode> run_plugin_test(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_TRY(const auto* catalog, invocation.workspace.catalog());
  USAGESTAT_TRY(const auto files,
                usage::find_stories(arguments.operands(), invocation.system.filesystem));
  TestReport report;
  for (const usage::StoryFile& file : files) {
    if (invocation.deadline.expired()) return invocation.deadline.error();
    report_story(file,
                 usage::story_differences(file, *catalog, invocation.system.filesystem,
                                          invocation.log, invocation.deadline),
                 report, invocation);
  }
  if (invocation.options.json) {
    invocation.print_json(base::json::object{
        {"passed", report.passed}, {"failed", report.failed}, {"stories", report.rows}});
  } else {
    invocation.print(std::to_string(report.passed) + " passed, " + std::to_string(report.failed) +
                     " failed\n");
  }
  return report.failed == 0 ? ExitCode::ok : ExitCode::bad_input;
}

}  // namespace usagestat::cli
