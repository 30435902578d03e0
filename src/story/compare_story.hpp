// SPDX-License-Identifier: MIT
// Does what happened equal what the story expects?
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/metric_line.hpp"
#include "story/story.hpp"
#include "story/story_world.hpp"

namespace usagestat::story {

// The outcome of a probe in terms that stories speak of (plugin_host is a sibling floor).
struct StoryOutcome {
  std::optional<std::string> plan;
  std::optional<std::string> account;
  std::optional<std::string> source;
  std::optional<std::string> display_name;
  std::vector<model::MetricLine> lines;
};

// Every difference as a line of text ("lines[1].used: expected 4.0, got 5.0"), the world's problems
// included; empty when the story passes. Numbers within 1e-6, times as instants.
std::vector<std::string> compare_story(const Story& story,
                                       const base::Result<StoryOutcome>& outcome,
                                       const StoryWorld& world);

}  // namespace usagestat::story
