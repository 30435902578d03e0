// SPDX-License-Identifier: MIT
#include "usage/record_probe.hpp"

#include "config/dump_config.hpp"
#include "story/record_story.hpp"
#include "usage/probe_instance.hpp"
#include "usage/run_story.hpp"

namespace usagestat::usage {

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
  system::WriteOptions options;
  options.keep_mode = false;
  options.create_directories = false;
  USAGESTAT_CHECK(workspace.system().filesystem.write_file(
      file, base::write_json(document, base::JsonStyle::pretty) + "\n", options));
  return snapshot;
}

}  // namespace usagestat::usage
