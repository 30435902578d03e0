// SPDX-License-Identifier: MIT
// The process's own standard output and error.
#pragma once

#include <cstdio>

#include "cli/streams.hpp"

namespace usagestat::cli {

class StandardOutput : public Output {
 public:
  explicit StandardOutput(std::FILE* file) : file_(file) {}
  void write(std::string_view text) override;
  void flush() override;
  bool is_closed() const override { return is_closed_; }
  bool has_failed() const override { return has_failed_; }

 private:
  void note_failure();

  std::FILE* file_;
  bool is_closed_ = false;
  bool has_failed_ = false;
};

}  // namespace usagestat::cli
