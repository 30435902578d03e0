// SPDX-License-Identifier: MIT
#include "cli/generate_man.hpp"

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/generate_help.hpp"

namespace usagestat::cli {
namespace {

// Backslashes and hyphens mean something to troff, and so does a dot at the start of a line.
std::string escaped(std::string_view text) {
  std::string result = base::replace_all(base::replace_all(text, "\\", "\\e"), "-", "\\-");
  result = base::replace_all(result, "\n\n", "\n.PP\n");
  if (result.starts_with('.') || result.starts_with('\'')) result.insert(0, "\\&");
  return result;
}

std::string option_entries(std::span<const Option> options) {
  std::string text;
  for (const Option& option : options) {
    if (option.hidden) continue;
    text += ".TP\n.B " + escaped(option_synopsis(option)) + "\n" + escaped(option.help) + "\n";
  }
  return text;
}

std::string command_entry(const Command& command) {
  std::string text = ".SS usagestat " + escaped(command.path);
  if (!command.operands.empty()) text += " " + escaped(command.operands);
  text += "\n" + escaped(command.summary) + ".\n";
  if (!command.alias.empty()) text += "Also called " + escaped(command.alias) + ".\n";
  if (!command.details.empty()) text += ".PP\n" + escaped(command.details) + "\n";
  return text + option_entries(command.options);
}

constexpr std::string_view k_files = R"(.SH FILES
.TP
.I ~/.config/usagestat/config.toml
The config; XDG_CONFIG_HOME moves it, USAGESTAT_CONFIG and \-\-config name another file.
.TP
.I ~/.config/usagestat/plugins/
Plugins of your own, a folder each.
.TP
.I ~/.local/share/usagestat/
Data; XDG_DATA_HOME moves it.
.SH ENVIRONMENT
.TP
.B USAGESTAT_CONFIG
Path of the config file.
.TP
.B USAGESTAT_PLUGIN_DIR
Folders with plugins, separated by colons.
.TP
.BR HTTPS_PROXY ", " ALL_PROXY ", " NO_PROXY
Proxy to use, and hosts reached without it.
.TP
.BR SSL_CERT_FILE ", " SSL_CERT_DIR
Certificates to trust instead of the system's.
.TP
.BR NO_COLOR ", " CLICOLOR_FORCE
No colours; colours also where the output is no terminal.
)";

}  // namespace

std::string manual_page() {
  std::string text =
      ".TH USAGESTAT 1 \"\" \"usagestat\" \"User Commands\"\n"
      ".SH NAME\nusagestat \\- show how much of your AI quota is left\n"
      ".SH SYNOPSIS\n.B usagestat\n[OPTIONS] [ID…]\n.br\n.B usagestat\n[OPTIONS] COMMAND …\n"
      ".SH DESCRIPTION\n"
      "usagestat asks AI services how much of their quota is used and prints tables or JSON. "
      "Scripts "
      "are answered by exit codes. Without a command, usage is meant.\n"
      ".SH COMMANDS\n";
  for (const Command& command : command_table()) text += command_entry(command);
  text += ".SH OPTIONS OF EVERY COMMAND\n" + option_entries(global_options());
  text += ".SH EXIT STATUS\n";
  for (const ExitCodeMeaning& row : exit_code_meanings())
    text += ".TP\n.B " + std::to_string(static_cast<int>(row.code)) + "\n" + escaped(row.meaning) +
            "\n";
  return text + std::string(k_files);
}

}  // namespace usagestat::cli
