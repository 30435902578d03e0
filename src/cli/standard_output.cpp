// SPDX-License-Identifier: MIT
#include "cli/standard_output.hpp"

#include <cerrno>

namespace usagestat::cli {

void StandardOutput::write(std::string_view text) {
  if (is_closed_ || has_failed_) return;
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) note_failure();
}

void StandardOutput::flush() {
  if (is_closed_ || has_failed_) return;
  if (std::fflush(file_) != 0) note_failure();
}

void StandardOutput::note_failure() {
  if (errno == EPIPE) {
    is_closed_ = true;
  } else {
    has_failed_ = true;
  }
}

}  // namespace usagestat::cli
