// SPDX-License-Identifier: MIT
// An option as data: parsing, help, man page and completions are made from it.
#pragma once

#include <string_view>

namespace usagestat::cli {

// What a value may be; completions use it as well as the parser.
enum class ValueKind {
  none,  // a switch
  text,
  number,    // 0 to 1000, a fraction allowed
  duration,  // "90s", "5m", "2h", "7d"
  file,
  directory,
  provider,
  mode,
  log_level,
  count,          // 1 and up
  moment,         // "7d" ago, a date or an RFC 3339 time
  format,         // text, json
  table_format,   // text, json, csv
  export_format,  // json, csv
  log_format,     // text, json
};

struct Option {
  std::string_view name;  // "plugin-dir"
  char short_name = 0;    // 'h'
  ValueKind kind = ValueKind::none;
  std::string_view value_name;  // "DIR"
  std::string_view help;        // one sentence
  bool repeatable = false;
  bool optional_value = false;  // "--watch" and "--watch 5s"
  bool hidden = false;          // another spelling; left out of help
};

// What the words after the options are.
enum class OperandKind { none, provider, file_or_provider, file, word };

}  // namespace usagestat::cli
