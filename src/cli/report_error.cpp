// SPDX-License-Identifier: MIT
#include "cli/report_error.hpp"

#include "base/json.hpp"
#include "base/redact.hpp"

namespace usagestat::cli {

ExitCode report_error(const base::Error& error, bool as_json, Streams& streams) {
  const std::string message = base::redact_patterns(error.message);
  const std::string hint = base::redact_patterns(error.hint);
  if (as_json) {
    const base::json::object inner{
        {"kind", base::to_string(error.kind)},
        {"message", message},
        {"hint", hint.empty() ? base::json::value(nullptr) : base::json::value(hint)}};
    streams.out.write(
        base::write_json(base::json::object{{"error", inner}}, base::JsonStyle::compact) + "\n");
  }
  streams.err.write("usagestat: " + message + "\n");
  if (!hint.empty()) streams.err.write("  " + hint + "\n");
  return exit_code_for(error.kind);
}

}  // namespace usagestat::cli
