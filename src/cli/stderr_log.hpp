// SPDX-License-Identifier: MIT
// Diagnostics as lines on standard error, as text or as one JSON object a line.
#pragma once

#include <mutex>

#include "base/log.hpp"
#include "cli/streams.hpp"
#include "system/clock.hpp"

namespace usagestat::cli {

class StderrLog : public base::LogSink {
 public:
  StderrLog(Output& output, const system::Clock& clock) : output_(output), clock_(clock) {}
  void set_level(base::LogLevel level) { level_ = level; }
  void set_json(bool json) { json_ = json; }
  void log(base::LogLevel level, std::string_view scope, std::string_view message) override;

 private:
  Output& output_;
  const system::Clock& clock_;
  base::LogLevel level_ = base::LogLevel::warning;
  bool json_ = false;
  std::mutex mutex_;
};

}  // namespace usagestat::cli
