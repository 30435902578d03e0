// SPDX-License-Identifier: MIT
#include "cli/stderr_log.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace usagestat::cli {

void StderrLog::log(base::LogLevel level, std::string_view scope, std::string_view message) {
  if (level < level_) return;
  const std::string time = base::format_utc(clock_.now());
  std::string line;
  if (json_) {
    line = base::write_json(base::json::object{{"time", time},
                                               {"level", base::to_string(level)},
                                               {"scope", scope},
                                               {"message", base::to_valid_utf8(message)}},
                            base::JsonStyle::compact);
  } else {
    line = "[" + time + " " + base::to_upper(base::to_string(level)) + " " + std::string(scope) +
           "] " + base::without_control_characters(base::to_valid_utf8(message));
  }
  const std::lock_guard lock(mutex_);
  output_.write(line + "\n");
}

}  // namespace usagestat::cli
