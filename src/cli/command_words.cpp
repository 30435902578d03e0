// SPDX-License-Identifier: MIT
#include "cli/command_words.hpp"

#include <algorithm>
#include <optional>

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/refused_words.hpp"

namespace usagestat::cli {
namespace {

// Whether the word after this option is its value. Options of all commands count: which command is
// meant is not known yet.
bool takes_next_word(std::string_view word) {
  if (word.find('=') != std::string_view::npos) return false;
  const bool is_long = word.starts_with("--");
  const auto matches = [&](const Option& option) {
    if (option.kind == ValueKind::none || option.optional_value) return false;
    return is_long ? option.name == word.substr(2) : option.short_name == word.back();
  };
  if (std::ranges::any_of(global_options(), matches)) return true;
  return std::ranges::any_of(command_table(), [&](const Command& command) {
    return std::ranges::any_of(command.options, matches);
  });
}

// Index of the next operand at or after `from`, or words.size().
std::size_t next_operand(const std::vector<std::string>& words, std::size_t from) {
  for (std::size_t i = from; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--") return words.size();
    if (word.size() < 2 || word.front() != '-') return i;
    if (takes_next_word(word)) ++i;
  }
  return words.size();
}

std::vector<std::string> commands_of_group(std::string_view group) {
  std::vector<std::string> result;
  for (const Command& command : command_table()) {
    const auto parts = base::split(command.path, ' ');
    if (parts.size() == 2 && parts[0] == group) result.push_back(parts[1]);
  }
  return result;
}

const Command* single_word_command(std::string_view word) {
  for (const Command& command : command_table()) {
    if (command.path == word || (!command.alias.empty() && command.alias == word)) return &command;
  }
  return nullptr;
}

base::Error incomplete_group(std::string_view group, const std::vector<std::string>& commands,
                             std::string_view given) {
  std::string message =
      "`usagestat " + std::string(group) + "` needs one of: " + base::join(commands, ", ") + ".";
  if (!given.empty())
    message = "`usagestat " + std::string(group) + "` has no command \"" + std::string(given) +
              "\"; there are: " + base::join(commands, ", ") + ".";
  const auto near = base::nearest_words(given, commands, 1);
  return {
      base::ErrorKind::usage, message,
      near.empty() ? "" : "Did you mean `usagestat " + std::string(group) + " " + near[0] + "`?"};
}

}  // namespace

base::Result<CommandWords> find_command_words(const std::vector<std::string>& words) {
  CommandWords result{find_command("usage"), false, words};
  const std::size_t first = next_operand(words, 0);
  if (first == words.size()) return result;
  const auto erase = [&result](std::size_t index) {
    result.rest.erase(result.rest.begin() + static_cast<std::ptrdiff_t>(index));
  };
  if (const Command* command = single_word_command(words[first])) {
    result.command = command;
    result.is_typed = true;
    erase(first);
    return result;
  }
  const auto group = commands_of_group(words[first]);
  if (group.empty()) {
    if (const auto sentence = refusal_of_command(words[first]))
      return base::Error{base::ErrorKind::usage, *sentence,
                         "`usagestat --help` lists what there is."};
    return result;
  }
  const std::size_t second = next_operand(words, first + 1);
  const std::string given = second == words.size() ? "" : words[second];
  const Command* command = find_command(words[first] + " " + given);
  if (command == nullptr) {
    const bool wants_help = std::ranges::any_of(
        words, [](const std::string& word) { return word == "-h" || word == "--help"; });
    if (!wants_help || !given.empty()) return incomplete_group(words[first], group, given);
    // `usagestat config --help` shows the program's help, where the group's commands stand.
    erase(first);
    return result;
  }
  result.command = command;
  result.is_typed = true;
  erase(second);
  erase(first);
  return result;
}

}  // namespace usagestat::cli
