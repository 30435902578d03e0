// SPDX-License-Identifier: MIT
// Where diagnostics go. Only the command line turns them into text on stderr.
#pragma once

#include <optional>
#include <string_view>

namespace usagestat::base {

enum class LogLevel { trace, debug, info, warning, error };

std::string_view to_string(LogLevel level);
std::optional<LogLevel> log_level_from(
    std::string_view word);  // also "warn", "verbose", "critical"

// Thread-safe in every implementation. Messages are redacted by whoever logs them.
class LogSink {
 public:
  virtual ~LogSink() = default;
  // `scope` says who speaks: "plugin:acme", "config", "http".
  virtual void log(LogLevel level, std::string_view scope, std::string_view message) = 0;
};

// Drops everything.
LogSink& null_log();

}  // namespace usagestat::base
