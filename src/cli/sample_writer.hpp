// SPDX-License-Identifier: MIT
// Samples as a document that is written while they come: there may be more than fit into memory.
#pragma once

#include <functional>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "cli/invocation.hpp"
#include "model/history_sample.hpp"

namespace usagestat::cli {

using TextSink = std::function<base::Result<void>(std::string_view)>;

// Standard output; an error once nobody reads it any more, so that the work for it ends.
TextSink print_to(const Invocation& invocation);

struct SampleForm {
  enum class Kind { json, csv, plain } kind = Kind::json;
  base::JsonStyle json_style = base::JsonStyle::pretty;
  // Of `export`: snake_case and the published CSV header. Else the form of history.jsonl, and CSV
  // with an instance column.
  bool is_export = false;
};

// Any number of samples, then end(). Nothing is written before the first one, so that an error
// found till then stands alone. The JSON form is the one of an array printed at once. Errors are
// the sink's.
class SampleWriter {
 public:
  SampleWriter(const SampleForm& form, TextSink sink) : form_(form), sink_(std::move(sink)) {}

  base::Result<void> write(const model::HistorySample& sample);
  base::Result<void> end();

 private:
  std::string head() const;
  std::string element(const model::HistorySample& sample) const;

  SampleForm form_;
  TextSink sink_;
  bool is_first_ = true;
};

// "time<TAB>instance<TAB>plan<TAB>42.0%" and "<TAB>label=42.0%" for each line with a limit,
// newline.
std::string plain_row(const model::HistorySample& sample);

}  // namespace usagestat::cli
