// SPDX-License-Identifier: MIT
// usagestat statusline: one line from the store. Never waits for a service; a process in the
// background gets what is old.
#include <algorithm>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/invocation.hpp"
#include "cli/render_status_line.hpp"
#include "cli/select.hpp"
#include "cli/status_template.hpp"
#include "cli/thresholds.hpp"
#include "usage/background_refresh.hpp"
#include "usage/pushed_figures.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using usage::Instance;

constexpr double k_warn_at = 80;
constexpr double k_fail_at = 90;

struct Preset {
  StatusPreset form = StatusPreset::plain;
  // Of the provider whose agent writes JSON to the status line; nullptr for the other presets.
  const model::ProviderManifest* agent = nullptr;
};

Result<Preset> find_preset(const std::string& word, const std::vector<Instance>& all) {
  if (const auto form = status_preset_from(word)) return Preset{*form, nullptr};
  std::vector<std::string> known = status_preset_words();
  for (const Instance& instance : all) {
    const model::ProviderManifest& manifest = instance.plugin->manifest;
    if (!manifest.status_input) continue;
    if (manifest.status_input->preset == word) return Preset{StatusPreset::terminal, &manifest};
    known.push_back(manifest.status_input->preset);
  }
  const auto near = base::nearest_words(word, known, 1);
  return Error{ErrorKind::usage, "There is no preset \"" + word + "\".",
               (near.empty() ? "" : "Did you mean " + near.front() + "? ") +
                   "Presets: " + base::join(known, ", ") + "."};
}

StatusSubject subject_of(const Instance& instance, const usage::StoredByKey& stored,
                         const model::Config& config, const usage::Workspace& workspace) {
  StatusSubject subject;
  subject.thresholds = configured_thresholds(instance.config, config.defaults);
  subject.thresholds.warn_at = subject.thresholds.warn_at.value_or(k_warn_at);
  subject.thresholds.fail_at = subject.thresholds.fail_at.value_or(k_fail_at);
  subject.primary_labels = model::primary_labels(instance.plugin->manifest);
  if (auto snapshot = workspace.stored(instance, stored)) {
    subject.snapshot = *std::move(snapshot);
  } else {
    subject.snapshot.instance_id = instance.key();
    subject.snapshot.display_name = instance.display_name();
  }
  return subject;
}

// What the agent wrote to standard input: shown at once, and kept for every other reader.
Result<void> take_pushed(const Preset& preset, std::vector<Instance>& instances,
                         const std::vector<Instance>& all, bool is_named, StatusLine& line,
                         Invocation& invocation) {
  if (preset.agent == nullptr || !invocation.streams.read_input) return {};
  USAGESTAT_TRY(const std::string text, invocation.streams.read_input());
  if (text.empty()) return {};
  const auto document = base::parse_json(text, "standard input");
  // The agent shows the line whatever it has sent; what is wrong with it belongs to the log.
  if (!document) {
    invocation.log.log(base::LogLevel::warning, "statusline", document.error().message);
    return {};
  }
  const base::TimePoint now = invocation.workspace.now();
  auto figures = usage::read_pushed_figures(*preset.agent->status_input, *document, now);
  line.title = figures.title;
  std::vector<const Instance*> candidates;
  for (const Instance& instance : is_named ? instances : all)
    if (instance.plugin->manifest.id == preset.agent->id) candidates.push_back(&instance);
  const Instance* owner = usage::instance_of_environment(candidates, invocation.workspace.system());
  if (owner == nullptr || invocation.options.demo) return {};
  if (!is_named) instances = {*owner};
  const auto kept = usage::keep_pushed_figures(*owner, figures.lines, invocation.workspace.store(),
                                               invocation.workspace.system(), invocation.deadline);
  if (!kept) invocation.log.log(base::LogLevel::warning, "statusline", kept.error().message);
  return {};
}

std::vector<std::string> refresh_arguments(const std::vector<std::string>& keys,
                                           const Arguments& arguments) {
  std::vector<std::string> words{"statusline", "--refresh-now"};
  for (const std::string_view option : {"config", "max-age"})
    if (const auto value = arguments.text(option))
      words.insert(words.end(), {"--" + std::string(option), *value});
  for (const std::string& directory : arguments.all("plugin-dir"))
    words.insert(words.end(), {"--plugin-dir", directory});
  words.emplace_back("--");
  words.insert(words.end(), keys.begin(), keys.end());
  return words;
}

void refresh_if_old(const std::vector<Instance>& instances, const usage::StoredByKey& stored,
                    const usage::RefreshPolicy& policy, const Arguments& arguments,
                    Invocation& invocation) {
  if (invocation.options.demo || arguments.has("no-refresh")) return;
  const auto keys = usage::keys_to_refresh(instances, stored, policy, invocation.workspace.now());
  if (keys.empty()) return;
  const auto started =
      usage::start_background_refresh(refresh_arguments(keys, arguments), invocation.workspace);
  if (!started) invocation.log.log(base::LogLevel::warning, "statusline", started.error().message);
}

Result<std::string> filled_template(const std::string& text, const std::vector<Instance>& all,
                                    const usage::StoredByKey& stored, const model::Config& config,
                                    std::vector<Instance>& named, Invocation& invocation) {
  USAGESTAT_TRY(const auto parts, parse_status_template(text));
  std::map<std::string, StatusSubject, std::less<>> subjects;
  const FindSubject find = [&](std::string_view id) -> const StatusSubject* {
    if (const auto known = subjects.find(id); known != subjects.end()) return &known->second;
    for (const Instance& instance : all) {
      if (instance.key() != id && !model::is_called(instance.plugin->manifest, id)) continue;
      named.push_back(instance);
      const auto added = subjects.emplace(
          std::string(id), subject_of(instance, stored, config, invocation.workspace));
      return &added.first->second;
    }
    return nullptr;
  };
  return fill_status_template(parts, find, invocation.workspace.now(),
                              *invocation.workspace.system().time_zone);
}

}  // namespace

Result<ExitCode> run_statusline(const Arguments& arguments, Invocation& invocation) {
  if (arguments.has("format") && arguments.has("preset"))
    return Error{ErrorKind::usage, "--format and --preset exclude each other.",
                 "Give one of them."};
  usage::Workspace& workspace = invocation.workspace;
  USAGESTAT_TRY(const model::Config* config, workspace.config());
  USAGESTAT_TRY(const auto all, workspace.instances());
  USAGESTAT_TRY(auto instances, select_from(arguments, invocation.options.include_off, invocation));
  const auto policy = usage::background_policy(
      arguments.duration("max-age").value_or(std::chrono::milliseconds(config->refresh)));
  if (arguments.has("refresh-now")) {
    USAGESTAT_CHECK(
        usage::refresh_in_background(instances, policy, workspace, invocation.deadline));
    return ExitCode::ok;
  }
  if (const auto text = arguments.text("format")) {
    const auto stored = workspace.store().read();
    std::vector<Instance> named;
    USAGESTAT_TRY(const std::string filled,
                  filled_template(*text, all, stored, *config, named, invocation));
    invocation.print(filled + "\n");
    refresh_if_old(named, stored, policy, arguments, invocation);
    return ExitCode::ok;
  }
  USAGESTAT_TRY(const Preset preset, find_preset(arguments.text("preset").value_or("plain"), all));
  const bool is_named = !arguments.operands().empty() || arguments.has("provider");
  StatusLine heading;
  USAGESTAT_CHECK(take_pushed(preset, instances, all, is_named, heading, invocation));
  const auto stored = workspace.store().read();
  std::vector<StatusSubject> subjects;
  subjects.reserve(instances.size());
  for (const Instance& instance : instances)
    subjects.push_back(subject_of(instance, stored, *config, workspace));
  StatusLine line = make_status_line(
      subjects, preset.agent == nullptr ? StatusDetail::primary : StatusDetail::all_windows,
      workspace.now(), *workspace.system().time_zone);
  line.title = heading.title;
  invocation.print(render_status_line(line, preset.form));
  refresh_if_old(instances, stored, policy, arguments, invocation);
  return ExitCode::ok;
}

}  // namespace usagestat::cli
