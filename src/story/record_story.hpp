// SPDX-License-Identifier: MIT
// Writes a story from a live probe: a System that passes everything through and takes notes, with
// every secret replaced by the same stand-in wherever it occurs.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "story/compare_story.hpp"
#include "system/system.hpp"

namespace usagestat::story {

class StoryRecorder {
 public:
  explicit StoryRecorder(const system::System& real);
  ~StoryRecorder();
  StoryRecorder(const StoryRecorder&) = delete;
  StoryRecorder& operator=(const StoryRecorder&) = delete;

  // The System to probe with.
  const system::System& system() const;

  // The story document; `config` as a [[providers]] entry, of which a story takes its keys. Secrets
  // are replaced consistently: by the same stand-in of the same shape in files, headers, bodies,
  // environment and expectation, e-mail addresses by dev@example.com, and the home directory by
  // "~". Files that the probe changed are read once more for the expectation.
  base::json::object finish(std::string_view provider_id, std::string_view mode,
                            const base::json::object& config,
                            const base::Result<StoryOutcome>& outcome) const;

  // After finish(): what happened but cannot be said in a story, as sentences for the user. They
  // are in the story's description, too.
  const std::vector<std::string>& problems() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usagestat::story
