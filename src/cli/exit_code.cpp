// SPDX-License-Identifier: MIT
#include "cli/exit_code.hpp"

#include <array>

namespace usagestat::cli {
namespace {

constexpr std::array<ExitCodeMeaning, 11> k_meanings{{
    {ExitCode::ok, "Done; nothing at or over a threshold."},
    {ExitCode::warning, "Warning: a --warn threshold is reached."},
    {ExitCode::critical, "Critical: a --fail threshold is reached."},
    {ExitCode::unknown,
     "Unknown: a requested provider could not be read (0 with --fail-open). The document on "
     "standard "
     "output is still complete."},
    {ExitCode::usage, "Wrong command line, or an unknown provider."},
    {ExitCode::bad_input,
     "A bad input file (story, history, manifest); a failure found by plugin test or plugin "
     "validate."},
    {ExitCode::internal, "A bug in usagestat."},
    {ExitCode::io, "A file that is needed cannot be read or written."},
    {ExitCode::config, "The configuration has an error."},
    {ExitCode::interrupted, "Interrupted by SIGINT (Ctrl-C)."},
    {ExitCode::terminated, "Ended by SIGTERM."},
}};

int severity(ExitCode code) {
  switch (code) {
    case ExitCode::ok:
      return 0;
    case ExitCode::warning:
      return 1;
    case ExitCode::unknown:
      return 2;
    case ExitCode::critical:
      return 3;
    default:
      return 4;
  }
}

}  // namespace

std::span<const ExitCodeMeaning> exit_code_meanings() { return k_meanings; }

ExitCode exit_code_for(base::ErrorKind kind) {
  using base::ErrorKind;
  switch (kind) {
    case ErrorKind::usage:
      return ExitCode::usage;
    case ErrorKind::input:
      return ExitCode::bad_input;
    case ErrorKind::io:
      return ExitCode::io;
    case ErrorKind::config:
      return ExitCode::config;
    case ErrorKind::internal:
      return ExitCode::internal;
    case ErrorKind::interrupted:
      return ExitCode::interrupted;
    case ErrorKind::terminated:
      return ExitCode::terminated;
    case ErrorKind::auth:
    case ErrorKind::rate_limited:
    case ErrorKind::network:
    case ErrorKind::timeout:
    case ErrorKind::permission:
    case ErrorKind::unsupported:
    case ErrorKind::plugin:
      return ExitCode::unknown;
  }
  return ExitCode::internal;
}

ExitCode worse_of(ExitCode a, ExitCode b) { return severity(a) >= severity(b) ? a : b; }

}  // namespace usagestat::cli
