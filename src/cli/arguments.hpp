// SPDX-License-Identifier: MIT
// The command line taken apart: which command, which options, which operands. Strict: every mistake
// is an error of kind usage that says what would have been right.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cli/command.hpp"
#include "model/source_mode.hpp"

namespace usagestat::cli {

class Arguments {
 public:
  bool has(std::string_view option) const;
  // The value of an option given once; of a repeated one the last.
  std::optional<std::string> text(std::string_view option) const;
  std::vector<std::string> all(std::string_view option) const;
  // Already checked by the parser.
  std::optional<std::chrono::milliseconds> duration(std::string_view option) const;
  std::optional<double> number(std::string_view option) const;
  std::optional<std::size_t> count(std::string_view option) const;
  std::optional<model::SourceMode> mode(std::string_view option) const;
  const std::vector<std::string>& operands() const { return operands_; }

 private:
  friend struct ArgumentParser;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> operands_;
};

struct ParsedCommandLine {
  const Command* command = nullptr;  // never null in a result
  bool command_typed = false;        // false: `usage`, because no command was named
  Arguments arguments;
};

// `words` without the program's name. No command word means `usage`; the first word that is no
// option (nor an option's value) decides, so a value that equals a command's name does no harm.
base::Result<ParsedCommandLine> parse_command_line(const std::vector<std::string>& words);

}  // namespace usagestat::cli
