// SPDX-License-Identifier: MIT
#include "cli/generate_completions.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/option_values.hpp"

namespace usagestat::cli {
namespace {

constexpr std::string_view k_list_ids = "usagestat list --plain 2>/dev/null | cut -f1";

std::vector<std::string> first_words() {
  std::vector<std::string> words;
  for (const Command& command : command_table()) {
    const std::string word = base::split(command.path, ' ').front();
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return words;
}

std::string second_words(std::string_view group) {
  std::vector<std::string> words;
  for (const Command& command : command_table()) {
    const auto parts = base::split(command.path, ' ');
    if (parts.size() == 2 && parts[0] == group) words.push_back(parts[1]);
  }
  return base::join(words, " ");
}

std::string option_words(std::span<const Option> options) {
  std::string text;
  for (const Option& option : options) {
    if (!option.hidden) text += (text.empty() ? "--" : " --") + std::string(option.name);
  }
  return text;
}

// Every option with a value, once.
std::vector<Option> value_options() {
  std::vector<Option> result;
  const auto add = [&result](std::span<const Option> options) {
    for (const Option& option : options) {
      const bool known = std::ranges::any_of(
          result, [&](const Option& other) { return other.name == option.name; });
      if (option.kind != ValueKind::none && !option.hidden && !known) result.push_back(option);
    }
  };
  add(global_options());
  for (const Command& command : command_table()) add(command.options);
  return result;
}

// The words of every option of that name: commands may have different ones.
std::vector<std::string> choices_of_name(std::string_view name) {
  std::vector<std::string> choices;
  for (const Command& command : command_table()) {
    for (const Option& option : command.options) {
      if (option.name != name) continue;
      for (const std::string& choice : choices_of(option.kind))
        if (std::ranges::find(choices, choice) == choices.end()) choices.push_back(choice);
    }
  }
  return choices;
}

std::string bash_value_cases() {
  std::string text;
  for (const Option& option : value_options()) {
    std::string action = "COMPREPLY=()";
    if (option.kind == ValueKind::file) action = "COMPREPLY=($(compgen -f -- \"$cur\"))";
    if (option.kind == ValueKind::directory) action = "COMPREPLY=($(compgen -d -- \"$cur\"))";
    if (option.kind == ValueKind::provider)
      action = "COMPREPLY=($(compgen -W \"$(" + std::string(k_list_ids) + ")\" -- \"$cur\"))";
    auto choices = choices_of(option.kind);
    if (const auto more = choices_of_name(option.name); more.size() > choices.size())
      choices = more;
    if (!choices.empty())
      action = "COMPREPLY=($(compgen -W '" + base::join(choices, " ") + "' -- \"$cur\"))";
    text += "    --" + std::string(option.name) + ") " + action + "; return ;;\n";
  }
  return text;
}

std::string operand_words(const Command& command) {
  if (command.path == "completions") return base::join(completion_shells(), " ");
  if (command.operand_kind == OperandKind::provider ||
      command.operand_kind == OperandKind::file_or_provider)
    return "$(" + std::string(k_list_ids) + ")";
  return "";
}

std::string bash_script() {
  std::string text =
      "# bash completion for usagestat, made from its command table\n"
      "_usagestat() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word command= "
      "group=\n"
      "  COMPREPLY=()\n  case $prev in\n" +
      bash_value_cases() + "  esac\n";
  text +=
      "  local i\n  for ((i = 1; i < COMP_CWORD; i++)); do\n    word=${COMP_WORDS[i]}\n"
      "    case $group$word in\n";
  for (const std::string& word : first_words()) {
    const std::string seconds = second_words(word);
    text += seconds.empty() ? "      " + word + ") command=" + word + "; break ;;\n"
                            : "      " + word + ") group='" + word + " ' ;;\n";
  }
  for (const Command& command : command_table()) {
    if (command.path.find(' ') == std::string_view::npos) continue;
    text += "      '" + std::string(command.path) + "') command='" + std::string(command.path) +
            "'; break ;;\n";
  }
  text += "    esac\n  done\n  local options='" + option_words(global_options()) +
          "' words=\n"
          "  case $command in\n";
  for (const Command& command : command_table()) {
    text += "    '" + std::string(command.path) + "') options+=' " + option_words(command.options) +
            "'; words=\"" + operand_words(command) + "\" ;;\n";
  }
  const Command* usage = find_command("usage");
  text += "    *)\n      case $group in\n";
  for (const std::string& word : first_words()) {
    const std::string seconds = second_words(word);
    if (!seconds.empty()) text += "        '" + word + " ') words='" + seconds + "' ;;\n";
  }
  text += "        *) options+=' " + option_words(usage->options) + "'; words=\"" +
          base::join(first_words(), " ") + " $(" + std::string(k_list_ids) + ")\" ;;\n";
  text +=
      "      esac ;;\n  esac\n"
      "  if [[ $cur == -* ]]; then\n    COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
      "  else\n    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n";
  return text + "  fi\n}\ncomplete -o default -F _usagestat usagestat\n";
}

std::string zsh_script() {
  return "#compdef usagestat\n# zsh completion for usagestat, made from its command table\n"
         "autoload -Uz bashcompinit && bashcompinit\n" +
         bash_script();
}

std::string fish_value(const Option& option) {
  const auto choices = choices_of(option.kind);
  if (!choices.empty()) return " -x -a '" + base::join(choices, " ") + "'";
  if (option.kind == ValueKind::file || option.kind == ValueKind::directory) return " -r -F";
  if (option.kind == ValueKind::provider) return " -x -a '(" + std::string(k_list_ids) + ")'";
  return option.kind == ValueKind::none ? "" : " -x";
}

std::string fish_options(std::span<const Option> options, const std::string& condition) {
  std::string text;
  for (const Option& option : options) {
    if (option.hidden) continue;
    text += "complete -c usagestat" + condition;
    if (option.short_name != 0) text += std::string(" -s ") + option.short_name;
    text += " -l " + std::string(option.name) + fish_value(option) + " -d '" +
            base::replace_all(option.help, "'", "\\'") + "'\n";
  }
  return text;
}

std::string fish_script() {
  const std::string firsts = base::join(first_words(), " ");
  std::string text =
      "# fish completion for usagestat, made from its command table\n"
      "complete -c usagestat -f\n" +
      fish_options(global_options(), "");
  const std::string none_seen = " -n 'not __fish_seen_subcommand_from " + firsts + "'";
  text += "complete -c usagestat" + none_seen + " -a '(" + std::string(k_list_ids) + ")'\n";
  for (const Command& command : command_table()) {
    const auto parts = base::split(command.path, ' ');
    std::string seen = " -n '__fish_seen_subcommand_from " + parts.front();
    if (parts.size() == 2) {
      text += "complete -c usagestat" + seen + "' -a " + parts[1] + " -d '" +
              std::string(command.summary) + "'\n";
      seen += "; and __fish_seen_subcommand_from " + parts[1];
    } else {
      text += "complete -c usagestat" + none_seen + " -a " + parts.front() + " -d '" +
              std::string(command.summary) + "'\n";
    }
    const std::string words = operand_words(command);
    if (!words.empty())
      text += "complete -c usagestat" + seen + "' -a '" +
              (words.front() == '$' ? words.substr(1) : words) + "'\n";
    text += fish_options(command.options, seen + "'");
  }
  for (const std::string& word : first_words()) {
    if (!second_words(word).empty())
      text += "complete -c usagestat" + none_seen + " -a " + word + "\n";
  }
  return text;
}

std::string powershell_script() {
  std::string text =
      "# PowerShell completion for usagestat, made from its command table\n"
      "Register-ArgumentCompleter -Native -CommandName usagestat -ScriptBlock {\n"
      "  param($wordToComplete, $commandAst, $cursorPosition)\n"
      "  $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })\n"
      "  $line = ($words | Where-Object { $_ -notlike '-*' } | Select-Object -Skip 1 -First 2) "
      "-join ' '\n"
      "  $candidates = @('" +
      base::replace_all(option_words(global_options()), " ", "', '") +
      "')\n  switch -wildcard ($line) {\n";
  for (const Command& command : command_table()) {
    const std::string options = option_words(command.options);
    if (!options.empty())
      text += "    '" + std::string(command.path) + "*' { $candidates += '" +
              base::replace_all(options, " ", "', '") + "' }\n";
  }
  for (const std::string& word : first_words()) {
    const std::string seconds = second_words(word);
    if (!seconds.empty())
      text += "    '" + word + "*' { $candidates += '" + base::replace_all(seconds, " ", "', '") +
              "' }\n";
  }
  text +=
      "    default { $candidates += '" + base::join(first_words(), "', '") +
      "'; $candidates += @(usagestat list --plain 2>$null | ForEach-Object { ($_ -split \"`t\")[0] "
      "}) }\n"
      "  }\n  $candidates | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object {\n"
      "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)\n";
  return text + "  }\n}\n";
}

}  // namespace

const std::vector<std::string>& completion_shells() {
  static const std::vector<std::string> shells{"bash", "zsh", "fish", "powershell"};
  return shells;
}

std::optional<std::string> completion_script(std::string_view shell) {
  if (shell == "bash") return bash_script();
  if (shell == "zsh") return zsh_script();
  if (shell == "fish") return fish_script();
  if (shell == "powershell") return powershell_script();
  return std::nullopt;
}

}  // namespace usagestat::cli
