// SPDX-License-Identifier: MIT
// usagestat history: what was recorded, as a picture or as data. Asks no service.
#include <algorithm>

#include "cli/arguments.hpp"
#include "cli/commands/commands.hpp"
#include "cli/history_input.hpp"
#include "cli/invocation.hpp"
#include "cli/moment.hpp"
#include "cli/render_history.hpp"
#include "cli/sample_writer.hpp"

namespace usagestat::cli {
namespace {

using base::Result;
using model::HistorySample;

constexpr std::size_t k_listed_samples = 10;

Result<void> add_times(const Arguments& arguments, const Invocation& invocation,
                       usage::HistoryFilter& filter) {
  const base::TimePoint now = invocation.workspace.now();
  const system::TimeZone& zone = *invocation.workspace.system().time_zone;
  if (const auto since = arguments.text("since"))
    filter.since = moment_of(*since, DayEdge::begin, now, zone);
  if (const auto until = arguments.text("until"))
    filter.until = moment_of(*until, DayEdge::end, now, zone);
  if (filter.since && filter.until && *filter.since > *filter.until)
    return base::Error{base::ErrorKind::usage, "--since is later than --until.",
                       "7d means seven days ago, so --since 7d --until 1d is six days."};
  return {};
}

Result<void> write_document(const SampleForm& form, const HistoryInput& input,
                            const usage::HistoryFilter& filter, std::optional<std::size_t> limit,
                            const Invocation& invocation) {
  SampleWriter writer(form, print_to(invocation));
  USAGESTAT_CHECK(input.each(
      filter, limit, [&writer](const HistorySample& sample) { return writer.write(sample); }));
  return writer.end();
}

Result<void> show_text(const HistoryInput& input, const usage::HistoryFilter& filter,
                       std::optional<std::size_t> limit, const Invocation& invocation) {
  SampleWriter rows({SampleForm::Kind::plain, {}, false}, print_to(invocation));
  HistoryPicture picture(k_listed_samples);
  bool is_empty = true;
  USAGESTAT_CHECK(input.each(filter, limit, [&](const HistorySample& sample) {
    is_empty = false;
    if (invocation.use_plain()) return rows.write(sample);
    picture.add(sample);
    return Result<void>();
  }));
  if (is_empty) {
    invocation.note(
        "Nothing is recorded" +
        std::string(filter.has_ids() || filter.since || filter.until ? " of that." : ".") +
        " `usagestat usage --save` records what it shows.");
  }
  invocation.print(picture.render(invocation.workspace.now(),
                                  *invocation.workspace.system().time_zone,
                                  invocation.streams.width, invocation.use_color()));
  return {};
}

}  // namespace

Result<ExitCode> run_history(const Arguments& arguments, Invocation& invocation) {
  USAGESTAT_CHECK(invocation.workspace.config());  // its time zone counts
  USAGESTAT_TRY(const HistoryInput input, HistoryInput::recorded(invocation));
  USAGESTAT_TRY(usage::HistoryFilter filter, input.filter_of(arguments));
  USAGESTAT_CHECK(add_times(arguments, invocation, filter));
  const auto limit = arguments.count("limit");
  const bool is_csv = arguments.text("format") == "csv" && !invocation.options.json;
  Result<void> result;
  if (is_csv || invocation.options.json) {
    const SampleForm form{is_csv ? SampleForm::Kind::csv : SampleForm::Kind::json,
                          invocation.options.json_style, false};
    result = write_document(form, input, filter, limit, invocation);
  } else {
    result = show_text(input, filter, limit, invocation);
  }
  if (!result && !invocation.streams.out.is_closed()) return result.error();
  return ExitCode::ok;
}

}  // namespace usagestat::cli
