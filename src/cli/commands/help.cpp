// SPDX-License-Identifier: MIT
// usagestat help, man, completions: texts made from the command table.
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/generate_completions.hpp"
#include "cli/generate_help.hpp"
#include "cli/generate_man.hpp"
#include "cli/invocation.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;

base::Result<ExitCode> deliver(const std::string& text, const Arguments& arguments,
                               Invocation& invocation) {
  const auto file = arguments.text("output");
  if (!file) {
    invocation.print(text);
    return ExitCode::ok;
  }
  system::WriteOptions options;
  options.mode = 0644;
  options.create_directories = false;
  USAGESTAT_CHECK(invocation.system.filesystem.write_file(*file, text, options));
  return ExitCode::ok;
}

}  // namespace

base::Result<ExitCode> run_help(const Arguments& arguments, Invocation& invocation) {
  const std::string path = base::join(arguments.operands(), " ");
  if (path.empty()) {
    invocation.print(program_help(invocation.streams.width));
    return ExitCode::ok;
  }
  if (const Command* command = find_command(path)) {
    invocation.print(command_help(*command, invocation.streams.width));
    return ExitCode::ok;
  }
  std::vector<std::string> known;
  for (const Command& command : command_table()) known.emplace_back(command.path);
  const auto near = base::nearest_words(path, known, 1);
  return Error{ErrorKind::usage, "There is no command \"" + path + "\".",
               near.empty() ? "`usagestat --help` lists the commands."
                            : "Did you mean `usagestat help " + near.front() + "`?"};
}

base::Result<ExitCode> run_man(const Arguments& arguments, Invocation& invocation) {
  return deliver(manual_page(), arguments, invocation);
}

base::Result<ExitCode> run_completions(const Arguments& arguments, Invocation& invocation) {
  const std::string shells = base::join(completion_shells(), ", ");
  if (arguments.operands().size() != 1)
    return Error{ErrorKind::usage, "Name one shell: " + shells + ".",
                 "For example: usagestat completions bash"};
  const std::string& shell = arguments.operands().front();
  const auto script = completion_script(shell);
  if (!script)
    return Error{ErrorKind::usage, "There is no completion script for \"" + shell + "\".",
                 "There are: " + shells + "."};
  return deliver(*script, arguments, invocation);
}

}  // namespace usagestat::cli
