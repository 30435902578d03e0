// SPDX-License-Identifier: MIT
// Programs as a story lists them; every other one is not installed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "story/story.hpp"
#include "system/process_runner.hpp"

namespace usagestat::story {

// The same command line listed several times answers in that order; the last one answers all
// further runs. A listed program with arguments that are not listed is a problem of the story.
class StoryCommands final : public system::ProcessRunner {
 public:
  explicit StoryCommands(const Story& story);

  base::Result<system::ProcessResult> run(const system::ProcessRequest& request,
                                          const system::Deadline& deadline) override;
  base::Result<std::unique_ptr<system::ChildSession>> start(
      const system::ProcessRequest& request) override;
  bool is_installed(std::string_view program) const override;

  std::vector<std::string> problems() const;

 private:
  struct Notes;
  base::Result<const StoryCommand*> next(const std::vector<std::string>& argv);

  std::vector<StoryCommand> commands_;
  std::shared_ptr<Notes> notes_;  // outlives the commands in their sessions
};

}  // namespace usagestat::story
