// SPDX-License-Identifier: MIT
// Standard input, output and error as the command line sees them, so that tests can pass their own.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace usagestat::cli {

class Output {
 public:
  virtual ~Output() = default;
  // A closed pipe is noted, not an error: what nobody reads need not be written.
  virtual void write(std::string_view text) = 0;
  virtual void flush() {}
  virtual bool is_closed() const { return false; }
  virtual bool has_failed() const { return false; }  // disk full and the like
};

struct Streams {
  Output& out;
  Output& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::size_t width = 80;      // columns of the terminal
  bool color_allowed = false;  // by the environment; --no-color still counts
  // All of standard input, or what came within a moment; empty when nobody pipes anything in.
  std::function<base::Result<std::string>()> read_input{};
};

}  // namespace usagestat::cli
