// SPDX-License-Identifier: MIT
// A log that keeps what it is told.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/log.hpp"

namespace usagestat::support {

class CollectedLog final : public base::LogSink {
 public:
  void log(base::LogLevel level, std::string_view scope, std::string_view message) override {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::string(base::to_string(level)) + " " + std::string(scope) + ": " +
                     std::string(message));
  }

  // "warning config: …", in the order logged.
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace usagestat::support
