// SPDX-License-Identifier: MIT
// A subcommand: a row of the command table.
#pragma once

#include <span>
#include <string_view>

#include "base/result.hpp"
#include "cli/exit_code.hpp"
#include "cli/option.hpp"

namespace usagestat::cli {

class Arguments;
struct Invocation;

struct Command {
  std::string_view path;      // "config validate"
  std::string_view alias;     // another first word, may be empty
  std::string_view operands;  // "[ID…]" as help shows it
  OperandKind operand_kind = OperandKind::none;
  std::string_view summary;  // one line, no full stop
  std::string_view details;  // paragraphs for help and man page
  std::span<const Option> options;
  base::Result<ExitCode> (*run)(const Arguments& arguments, Invocation& invocation);
};

// In the order help shows them.
std::span<const Command> command_table();
std::span<const Option> global_options();

// The command of `path`, or nullptr.
const Command* find_command(std::string_view path);

}  // namespace usagestat::cli
