// SPDX-License-Identifier: MIT
// The edge where an error becomes sentences and an exit code.
#pragma once

#include "base/error.hpp"
#include "cli/exit_code.hpp"
#include "cli/streams.hpp"

namespace usagestat::cli {

// "usagestat: <message>" and the hint on standard error; with `as_json` also
// {"error":{"kind","message","hint"}} on standard output.
ExitCode report_error(const base::Error& error, bool as_json, Streams& streams);

}  // namespace usagestat::cli
