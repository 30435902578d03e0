// SPDX-License-Identifier: MIT
#include "cli/generate_help.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/wrap_text.hpp"

namespace usagestat::cli {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

std::size_t usable(std::size_t width) { return std::clamp<std::size_t>(width, 40, 100); }

Rows option_rows(std::span<const Option> options) {
  Rows rows;
  for (const Option& option : options) {
    if (!option.hidden) rows.emplace_back(option_synopsis(option), option.help);
  }
  return rows;
}

std::string synopsis(const Command& command) {
  std::string text = "usagestat " + std::string(command.path);
  if (!command.options.empty()) text += " [OPTIONS]";
  if (!command.operands.empty()) text += " " + std::string(command.operands);
  return text;
}

}  // namespace

std::string option_synopsis(const Option& option) {
  std::string text =
      option.short_name == 0 ? std::string() : std::string{'-', option.short_name, ',', ' '};
  text += "--" + std::string(option.name);
  if (option.kind != ValueKind::none) {
    const std::string value(option.value_name);
    text += option.optional_value ? " [" + value + "]" : " " + value;
  }
  return text;
}

std::string program_help(std::size_t width) {
  const std::size_t columns = usable(width);
  std::string text = wrap_text("usagestat shows how much of your AI quota is left.", columns, 0);
  text += "\nUsage:\n";
  text += wrap_text("usagestat [OPTIONS] [ID…]", columns, 2);
  text += wrap_text("usagestat [OPTIONS] COMMAND …", columns, 2);
  text += "\nCommands (usage, when none is given):\n";
  Rows commands;
  for (const Command& command : command_table())
    commands.emplace_back(command.path, std::string(command.summary) + ".");
  text += two_columns(commands, columns);
  text += "\nOptions of every command:\n";
  text += two_columns(option_rows(global_options()), columns);
  text += "\n";
  text += wrap_text(
      "Try `usagestat --demo` to see it without an account, and `usagestat COMMAND --help` for one "
      "command.",
      columns, 0);
  return text;
}

std::string command_help(const Command& command, std::size_t width) {
  const std::size_t columns = usable(width);
  std::string text = wrap_text(std::string(command.summary) + ".", columns, 0);
  text += "\nUsage:\n" + wrap_text(synopsis(command), columns, 2);
  if (!command.alias.empty())
    text += wrap_text("(also: usagestat " + std::string(command.alias) + ")", columns, 2);
  if (!command.details.empty()) text += "\n" + wrap_text(command.details, columns, 0);
  if (!command.options.empty())
    text += "\nOptions:\n" + two_columns(option_rows(command.options), columns);
  text += "\nOptions of every command:\n";
  text += two_columns(option_rows(global_options()), columns);
  return text;
}

}  // namespace usagestat::cli
