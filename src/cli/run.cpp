// SPDX-License-Identifier: MIT
#include "cli/run.hpp"

#include <algorithm>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/generate_help.hpp"
#include "cli/invocation.hpp"
#include "cli/report_error.hpp"
#include "cli/stderr_log.hpp"
#include "usage/version.hpp"

namespace usagestat::cli {
namespace {

// Before parsing, so that a wrong command line is answered in JSON as well.
bool wants_json(const std::vector<std::string>& words) {
  const auto end = std::ranges::find(words, "--");
  return std::any_of(words.begin(), end, [](const std::string& word) {
    return word == "--json" || word == "--json-only";
  });
}

GlobalOptions read_globals(const Arguments& arguments) {
  GlobalOptions options;
  options.json =
      arguments.has("json") || arguments.has("json-only") || arguments.text("format") == "json";
  if (arguments.has("compact")) options.json_style = base::JsonStyle::compact;
  options.plain = arguments.has("plain");
  options.no_color = arguments.has("no-color");
  options.include_off = arguments.has("all");
  options.demo = arguments.has("demo");
  options.timeout = arguments.duration("timeout");
  return options;
}

void set_up_log(const Arguments& arguments, StderrLog& log) {
  if (arguments.has("verbose")) log.set_level(base::LogLevel::info);
  if (const auto level = arguments.text("log-level"))
    log.set_level(base::log_level_from(*level).value_or(base::LogLevel::warning));
  log.set_json(arguments.has("json-output") || arguments.text("log-format") == "json");
}

base::Result<ExitCode> run_command(const ParsedCommandLine& line, Streams& streams,
                                   const system::System& system, const std::stop_token& stop) {
  const Arguments& arguments = line.arguments;
  StderrLog log(streams.err, system.clock);
  set_up_log(arguments, log);
  const GlobalOptions options = read_globals(arguments);
  if (options.json_style == base::JsonStyle::compact && arguments.has("pretty"))
    return base::Error{base::ErrorKind::usage, "--pretty and --compact exclude each other.",
                       "Give one of them."};
  usage::Workspace workspace(system, log,
                             {arguments.text("config"), arguments.all("plugin-dir"), options.demo});
  const system::Deadline deadline =
      options.timeout ? system::Deadline::after(*options.timeout, stop) : system::Deadline(stop);
  Invocation invocation{system, streams, log, options, workspace, deadline};
  return line.command->run(arguments, invocation);
}

ExitCode dispatch(const std::vector<std::string>& words, Streams& streams,
                  const system::System& system, const std::stop_token& stop) {
  const bool as_json = wants_json(words);
  const auto line = parse_command_line(words);
  if (!line) return report_error(line.error(), as_json, streams);
  if (line->arguments.has("version")) {
    streams.out.write("usagestat " + std::string(usage::k_version) + "\n");
    return ExitCode::ok;
  }
  if (line->arguments.has("help")) {
    streams.out.write(line->command_typed ? command_help(*line->command, streams.width)
                                          : program_help(streams.width));
    return ExitCode::ok;
  }
  const auto code = run_command(*line, streams, system, stop);
  if (code) return *code;
  const bool json = as_json || line->arguments.text("format") == "json";
  return report_error(code.error(), json, streams);
}

}  // namespace

int run(const std::vector<std::string>& words, Streams& streams, const system::System& system,
        std::stop_token stop) {
  ExitCode code = dispatch(words, streams, system, stop);
  streams.out.flush();
  if (streams.out.is_closed()) return static_cast<int>(ExitCode::ok);
  if (streams.out.has_failed()) {
    code = report_error(
        {base::ErrorKind::io, "Standard output cannot be written.", "Is the disk full?"}, false,
        streams);
  }
  return static_cast<int>(code);
}

}  // namespace usagestat::cli
