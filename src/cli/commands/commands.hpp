// SPDX-License-Identifier: MIT
// The entry points that rows of the command table name, one .cpp each or a few that belong
// together.
#pragma once

#include "base/result.hpp"
#include "cli/exit_code.hpp"

namespace usagestat::cli {

class Arguments;
struct Invocation;

base::Result<ExitCode> run_usage(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_guard(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_statusline(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_history(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_export(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_cache_show(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_cache_clear(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_doctor(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_serve(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_list(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_config_validate(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_config_dump(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_config_init(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_config_path(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_plugin_validate(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_plugin_test(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_plugin_describe(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_plugin_new(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_completions(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_man(const Arguments& arguments, Invocation& invocation);
base::Result<ExitCode> run_help(const Arguments& arguments, Invocation& invocation);

}  // namespace usagestat::cli
