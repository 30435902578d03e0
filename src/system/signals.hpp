// SPDX-License-Identifier: MIT
// SIGINT and SIGTERM as a stop token.
#pragma once

#include <optional>
#include <stop_token>
#include <thread>

namespace usagestat::system {

enum class StopSignal { interrupt, terminate };

// While it lives: the first SIGINT or SIGTERM fires the token, the second one ends the process at
// once (exit code 130 or 143), and SIGPIPE is ignored, so that a closed pipe is an error of
// write(). One per process.
class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  std::stop_token token() const { return source_.get_token(); }

  // The first one that came.
  static std::optional<StopSignal> received();

  // 130 after SIGINT, 143 after SIGTERM, else `code`.
  static int exit_code_or(int code);

 private:
  void watch();

  std::stop_source source_;
  std::thread watcher_;
};

}  // namespace usagestat::system
