// SPDX-License-Identifier: MIT
#include "usage/record_probe.hpp"

#include "config/dump_config.hpp"
#include "story/record_story.hpp"
#include "usage/probe_instance.hpp"
#include "usage/run_story.hpp"

namespace usagestat::usage {
namespace {

// A story that gives something else than the probe did (a script that throws dice) is of no use as
// it is; its author should hear that before anybody's tests do.
void say_whether_it_plays(const std::string& text, const std::string& file,
                          const Instance& instance, base::LogSink& log) {
  const auto story = story::parse_story(text, file);
  if (!story) {
    log.log(base::LogLevel::warning, "record", story.error().message);
    return;
  }
  for (const std::string& difference : run_story(*story, instance.plugin, log).differences)
    log.log(base::LogLevel::warning, "record", "Played back, the story differs: " + difference);
}

}  // namespace

base::Result<model::UsageSnapshot> record_probe(const Instance& instance, model::SourceMode mode,
                                                Workspace& workspace, const std::string& file,
                                                const system::Deadline& deadline) {
  USAGESTAT_TRY(const ProbeSettings settings, workspace.probe_settings(mode));
  story::StoryRecorder recorder(workspace.system());
  model::UsageSnapshot snapshot = probe_instance(
      instance, settings, recorder.system(), workspace.log(), deadline.sooner(settings.timeout));
  if (deadline.stop_requested()) return deadline.error();
  // The recorder replaces the secrets among the settings as everywhere else.
  const base::json::object document =
      recorder.finish(instance.plugin->manifest.id, model::to_string(mode),
                      config::entry_to_json(instance.config), story_outcome(snapshot));
  const std::string text = base::write_json(document, base::JsonStyle::pretty) + "\n";
  for (const std::string& problem : recorder.problems())
    workspace.log().log(base::LogLevel::warning, "record", problem);
  say_whether_it_plays(text, file, instance, workspace.log());
  system::WriteOptions options;
  options.keep_mode = false;
  options.create_directories = false;
  USAGESTAT_CHECK(workspace.system().filesystem.write_file(file, text, options));
  return snapshot;
}

}  // namespace usagestat::usage
