// SPDX-License-Identifier: MIT
// "probing 7/12 · …" on a terminal's standard error, redrawn in place and wiped at the end.
#pragma once

#include <string>

#include "cli/streams.hpp"
#include "usage/probe_all.hpp"

namespace usagestat::cli {

class ProgressLine {
 public:
  // Silent unless standard error is a terminal.
  explicit ProgressLine(Streams& streams) : streams_(streams) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const usage::ProbeProgress& progress);
  void clear();

 private:
  Streams& streams_;
  bool is_shown_ = false;
};

}  // namespace usagestat::cli
