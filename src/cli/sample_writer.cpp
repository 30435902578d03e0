// SPDX-License-Identifier: MIT
#include "cli/sample_writer.hpp"

#include "base/text.hpp"
#include "cli/csv.hpp"
#include "cli/format_metric.hpp"

namespace usagestat::cli {

using Kind = SampleForm::Kind;

TextSink print_to(const Invocation& invocation) {
  return [&invocation](std::string_view text) -> base::Result<void> {
    invocation.print(text);
    if (!invocation.streams.out.is_closed() && !invocation.streams.out.has_failed()) return {};
    return base::Error{base::ErrorKind::io, "Standard output cannot be written.", ""};
  };
}

std::string SampleWriter::head() const {
  return form_.kind == Kind::csv ? csv_header(!form_.is_export) : "";
}

base::Result<void> SampleWriter::write(const model::HistorySample& sample) {
  std::string text = is_first_ ? head() : "";
  if (form_.kind == Kind::csv) text += csv_row(sample, !form_.is_export);
  if (form_.kind == Kind::plain) text += plain_row(sample);
  if (form_.kind == Kind::json) text += (is_first_ ? "[" : ",") + element(sample);
  is_first_ = false;
  return sink_(text);
}

base::Result<void> SampleWriter::end() {
  if (form_.kind == Kind::json && is_first_) return sink_("[]\n");
  if (form_.kind == Kind::json)
    return sink_(form_.json_style == base::JsonStyle::pretty ? "\n]\n" : "]\n");
  return is_first_ ? sink_(head()) : base::Result<void>();
}

// As an element of an array: one step further to the right.
std::string SampleWriter::element(const model::HistorySample& sample) const {
  const auto object =
      form_.is_export ? model::sample_to_export_json(sample) : model::sample_to_json(sample);
  const std::string text = base::write_json(object, form_.json_style);
  if (form_.json_style == base::JsonStyle::compact) return text;
  return "\n  " + base::replace_all(text, "\n", "\n  ");
}

std::string plain_row(const model::HistorySample& sample) {
  std::vector<std::string> cells{base::format_utc(sample.at), sample.instance_id,
                                 sample.plan.value_or(""),
                                 format_fixed(sample.metrics.primary_percent, 1) + "%"};
  for (const model::ProgressLine& line : sample.progress) {
    if (const auto percent = model::used_percent(line))
      cells.push_back(line.label + "=" + format_fixed(*percent, 1) + "%");
  }
  for (std::string& cell : cells) cell = base::without_control_characters(cell);
  return base::join(cells, "\t") + "\n";
}

}  // namespace usagestat::cli
