// SPDX-License-Identifier: MIT
// From the notes of a recording to a story document, secrets already replaced.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "story/compare_story.hpp"
#include "story/recorded_world.hpp"
#include "story/secret_stand_ins.hpp"
#include "system/system.hpp"

namespace usagestat::story {

// Everything that a probe took in, so that the stand-ins know what is private.
void learn_world(const RecordedWorld& world, const base::json::object& config,
                 SecretStandIns& stand_ins);

// The keys of a story that describe the world. `home` is the real home directory. Adds to
// `problems` what a story cannot say.
void write_world(const RecordedWorld& world, const std::string& home,
                 const SecretStandIns& stand_ins, base::json::object& story,
                 std::vector<std::string>& problems);

// `expect`: the outcome, and what the probe left in files and keychain.
base::json::object write_expectation(const RecordedWorld& world, const system::System& real,
                                     const std::string& home, const SecretStandIns& stand_ins,
                                     const base::Result<StoryOutcome>& outcome);

// `http` alone.
base::json::array write_exchanges(const RecordedWorld& world, const SecretStandIns& stand_ins,
                                  std::vector<std::string>& problems);

// {"json": …}, {"text": …} or {"base64": …}, whichever shows the bytes best.
base::json::object write_content(std::string_view bytes, const SecretStandIns& stand_ins);

}  // namespace usagestat::story
