// SPDX-License-Identifier: MIT
#include "usage/replay.hpp"

#include "base/text.hpp"
#include "usage/run_story.hpp"

namespace usagestat::usage {

base::Result<Replay> replay_stories(const std::vector<std::string>& files, Workspace& workspace,
                                    const system::Deadline& deadline) {
  USAGESTAT_TRY(const auto* catalog, workspace.catalog());
  Replay replay;
  for (const std::string& file : files) {
    if (deadline.expired()) return deadline.error();
    USAGESTAT_TRY(const story::Story story, read_story_file(file, workspace.system().filesystem));
    const auto plugin = catalog->find(story.provider_id);
    if (!plugin)
      return base::Error{base::ErrorKind::input,
                         file + ": there is no plugin \"" + story.provider_id + "\".",
                         "Name its folder with --plugin-dir."};
    StoryRun run = run_story(story, plugin, workspace.log(), deadline);
    for (const std::string& difference : run.differences)
      workspace.log().log(base::LogLevel::warning, "story", file + ": " + difference);
    replay.snapshots.push_back(std::move(run.snapshot));
    replay.now = story.now;
    USAGESTAT_TRY(replay.time_zone, system::find_time_zone(story.time_zone));
  }
  return replay;
}

}  // namespace usagestat::usage
