// SPDX-License-Identifier: MIT
#include "story/story_commands.hpp"

#include <deque>
#include <functional>
#include <mutex>
#include <set>

#include "base/json.hpp"
#include "base/text.hpp"
#include "story/json_difference.hpp"

namespace usagestat::story {

struct StoryCommands::Notes {
  std::mutex mutex;
  std::set<std::size_t> used;
  std::vector<std::string> problems;

  void add(std::string problem) {
    const std::lock_guard guard(mutex);
    problems.push_back(std::move(problem));
  }
};

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

// JSON is compared by its meaning, so that the order of keys does not matter.
bool same_line(const std::string& expected, std::string_view sent) {
  if (expected == sent) return true;
  const auto a = base::parse_json(expected, "expected");
  const auto b = base::parse_json(sent, "sent");
  return a && b && json_differences(*a, *b, "").empty();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines = base::split(text, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

struct Step {
  bool is_send = false;
  std::string line;
};

std::deque<Step> steps_of(const StoryCommand& command) {
  std::deque<Step> steps;
  for (const StoryCommand::Turn& turn : command.dialogue) {
    if (turn.send)
      for (std::string& line : lines_of(*turn.send)) steps.push_back({true, std::move(line)});
    if (turn.receive)
      for (std::string& line : lines_of(*turn.receive)) steps.push_back({false, std::move(line)});
  }
  if (!command.output.empty())
    for (std::string& line : lines_of(command.output)) steps.push_back({false, std::move(line)});
  return steps;
}

class StorySession final : public system::ChildSession {
 public:
  StorySession(std::string name, std::deque<Step> steps,
               std::function<void(std::string)> add_problem)
      : name_(std::move(name)), steps_(std::move(steps)), add_problem_(std::move(add_problem)) {}

  Result<void> write_line(std::string_view line) override {
    // Lines may be written before earlier answers are read.
    for (auto step = steps_.begin(); step != steps_.end(); ++step) {
      if (!step->is_send) continue;
      if (!same_line(step->line, line)) break;
      steps_.erase(step);
      return {};
    }
    add_problem_("Command " + name_ + ": unexpected input " + brief_text(line) + "; " +
                 next_send());
    return Error{ErrorKind::io, name_ + " got a line that the story does not expect.", ""};
  }

  Result<std::optional<std::string>> read_line(const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    if (steps_.empty()) return std::optional<std::string>();
    if (steps_.front().is_send)
      return Error{ErrorKind::timeout, name_ + " did not answer in time.", ""};
    std::optional<std::string> line = std::move(steps_.front().line);
    steps_.pop_front();
    return line;
  }

 private:
  std::string next_send() const {
    for (const Step& step : steps_)
      if (step.is_send) return "expected " + brief_text(step.line) + ".";
    return "expected none.";
  }

  std::string name_;
  std::deque<Step> steps_;
  std::function<void(std::string)> add_problem_;
};

}  // namespace

StoryCommands::StoryCommands(const Story& story)
    : commands_(story.commands), notes_(std::make_shared<Notes>()) {
  for (StoryCommand& command : commands_)
    if (command.run.front().starts_with("~/"))
      command.run.front() = story_path(command.run.front(), story.platform);
}

Result<const StoryCommand*> StoryCommands::next(const std::vector<std::string>& argv) {
  const std::string name = argv.empty() ? std::string() : argv.front();
  const StoryCommand* last = nullptr;
  {
    const std::lock_guard guard(notes_->mutex);
    for (std::size_t i = 0; i < commands_.size(); ++i) {
      if (commands_[i].run != argv) continue;
      last = &commands_[i];
      if (notes_->used.insert(i).second) return last;
    }
  }
  if (last != nullptr) return last;
  if (is_installed(name))
    notes_->add("The story lists " + name + ", but not with these arguments: " +
                base::without_control_characters(base::join(argv, " ")) + ".");
  return Error{ErrorKind::unsupported, name + " is not installed.", ""};
}

Result<system::ProcessResult> StoryCommands::run(const system::ProcessRequest& request,
                                                 const system::Deadline& deadline) {
  if (deadline.expired()) return deadline.error();
  USAGESTAT_TRY(const StoryCommand* command, next(request.argv));
  if (command->input && *command->input != request.input)
    notes_->add("Command " + base::join(command->run, " ") + ": expected the input " +
                brief_text(*command->input) + ", got " + brief_text(request.input) + ".");
  if (command->times_out)
    return Error{ErrorKind::timeout, command->run.front() + " did not end in time.", ""};
  return system::ProcessResult{command->exit_code, command->output, command->errors};
}

Result<std::unique_ptr<system::ChildSession>> StoryCommands::start(
    const system::ProcessRequest& request) {
  USAGESTAT_TRY(const StoryCommand* command, next(request.argv));
  return std::unique_ptr<system::ChildSession>(std::make_unique<StorySession>(
      command->run.front(), steps_of(*command),
      [notes = notes_](std::string problem) { notes->add(std::move(problem)); }));
}

bool StoryCommands::is_installed(std::string_view program) const {
  for (const StoryCommand& command : commands_)
    if (command.run.front() == program) return true;
  return false;
}

std::vector<std::string> StoryCommands::problems() const {
  const std::lock_guard guard(notes_->mutex);
  return notes_->problems;
}

}  // namespace usagestat::story
