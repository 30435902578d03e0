// SPDX-License-Identifier: MIT
// Writes a story from a live probe: a System that passes everything through and takes notes, with
// every secret replaced by the same stand-in wherever it occurs.
#pragma once

#include <memory>

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

  // The story document; `config` as in a story. Secrets are replaced consistently: by the same
  // stand-in of the same shape in files, headers, bodies, environment and expectation, e-mail
  // addresses by dev@example.com, and the home directory by "~".
  base::json::object finish(std::string_view provider_id, std::string_view mode,
                            const base::json::object& config,
                            const base::Result<StoryOutcome>& outcome) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usagestat::story
