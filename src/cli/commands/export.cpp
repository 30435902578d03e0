// SPDX-License-Identifier: MIT
// usagestat export: live snapshots or a history file, as JSON or CSV for other programs.
#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/history_input.hpp"
#include "cli/invocation.hpp"
#include "cli/probe_instances.hpp"
#include "cli/sample_writer.hpp"
#include "cli/select.hpp"

namespace usagestat::cli {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using model::HistorySample;

constexpr std::chrono::seconds k_max_age{30};

Result<void> check_options(const Arguments& arguments, const Invocation& invocation) {
  if (!arguments.has("from-file")) return {};
  for (const char* option : {"account", "max-age", "force", "fail-open", "source", "web"}) {
    if (arguments.has(option))
      return Error{ErrorKind::usage,
                   "--from-file asks no service, so --" + std::string(option) + " has no meaning.",
                   "Leave it out."};
  }
  if (invocation.options.demo)
    return Error{ErrorKind::usage, "--from-file reads your file; --demo shows made-up accounts.",
                 "Leave one of them out."};
  return {};
}

// What could be read is exported, the last good figures of a failed probe too; the failure is told.
Result<ExitCode> write_live(SampleWriter& writer, const Arguments& arguments,
                            Invocation& invocation) {
  USAGESTAT_TRY(const auto instances,
                select_from(arguments, invocation.options.include_off, invocation));
  USAGESTAT_TRY(const auto snapshots, probe_instances(instances, arguments, invocation, k_max_age));
  if (instances.empty())
    invocation.note("No provider is enabled. `usagestat list` shows what is looked for.");
  ExitCode code = ExitCode::ok;
  for (const model::UsageSnapshot& snapshot : snapshots) {
    if (const auto sample = model::sample_of(snapshot)) USAGESTAT_CHECK(writer.write(*sample));
    if (!snapshot.error) continue;
    invocation.note(snapshot.instance_id + ": " + snapshot.error->message +
                    (snapshot.error->hint.empty() ? "" : " " + snapshot.error->hint));
    if (!arguments.has("fail-open")) code = ExitCode::unknown;
  }
  return code;
}

Result<ExitCode> write_samples(SampleWriter& writer, const Arguments& arguments,
                               Invocation& invocation) {
  const auto file = arguments.text("from-file");
  if (!file) return write_live(writer, arguments, invocation);
  const HistoryInput input = HistoryInput::of_file(*file, invocation);
  USAGESTAT_TRY(const usage::HistoryFilter filter, input.filter_of(arguments));
  USAGESTAT_CHECK(input.each(filter, std::nullopt, [&writer](const HistorySample& sample) {
    return writer.write(sample);
  }));
  return ExitCode::ok;
}

Result<ExitCode> write_document(const TextSink& sink, const Arguments& arguments,
                                Invocation& invocation) {
  const bool is_csv = arguments.text("format") == "csv";
  SampleWriter writer({is_csv ? SampleForm::Kind::csv : SampleForm::Kind::json,
                       invocation.options.json_style, true},
                      sink);
  USAGESTAT_TRY(const ExitCode code, write_samples(writer, arguments, invocation));
  USAGESTAT_CHECK(writer.end());
  return code;
}

}  // namespace

Result<ExitCode> run_export(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_CHECK(check_options(arguments, invocation));
  const auto output = arguments.text("output");
  if (!output) {
    auto code = write_document(print_to(invocation), arguments, invocation);
    if (!code && invocation.streams.out.is_closed()) return ExitCode::ok;
    return code;
  }
  system::WriteOptions options;
  options.create_directories = false;
  USAGESTAT_TRY(const auto replacement,
                invocation.system.filesystem.replace_file(*output, options));
  USAGESTAT_TRY(
      const ExitCode code,
      write_document([&replacement](std::string_view text) { return replacement->write(text); },
                     arguments, invocation));
  USAGESTAT_CHECK(replacement->commit());
  return code;
}

}  // namespace usagestat::cli
