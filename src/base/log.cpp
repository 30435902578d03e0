// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include "base/text.hpp"

namespace usagestat::base {
namespace {

class NullLog : public LogSink {
 public:
  void log(LogLevel, std::string_view, std::string_view) override {}
};

}  // namespace

std::string_view to_string(LogLevel level) {
  switch (level) {
    case LogLevel::trace:
      return "trace";
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

std::optional<LogLevel> log_level_from(std::string_view word) {
  const std::string lower = to_lower(word);
  if (lower == "trace" || lower == "verbose") return LogLevel::trace;
  if (lower == "debug") return LogLevel::debug;
  if (lower == "info") return LogLevel::info;
  if (lower == "warning" || lower == "warn") return LogLevel::warning;
  if (lower == "error" || lower == "critical") return LogLevel::error;
  return std::nullopt;
}

LogSink& null_log() {
  static NullLog log;
  return log;
}

}  // namespace usagestat::base
