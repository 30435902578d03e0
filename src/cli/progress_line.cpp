// SPDX-License-Identifier: MIT
#include "cli/progress_line.hpp"

#include "base/text.hpp"

namespace usagestat::cli {

void ProgressLine::show(const usage::ProbeProgress& progress) {
  if (!streams_.err_is_terminal) return;
  std::string text =
      "probing " + std::to_string(progress.finished) + "/" + std::to_string(progress.total);
  if (!progress.running.empty()) text += " · " + base::join(progress.running, ", ");
  streams_.err.write("\r\x1b[K" + base::fit_width(text, streams_.width - 1));
  is_shown_ = true;
}

void ProgressLine::clear() {
  if (is_shown_) streams_.err.write("\r\x1b[K");
  is_shown_ = false;
}

}  // namespace usagestat::cli
