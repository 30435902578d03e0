// SPDX-License-Identifier: MIT
// A text file line by line in bounded memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "system/filesystem.hpp"

namespace usagestat::usage {

// A line, or a part of one that is longer than `k_longest_line`.
struct LinePiece {
  std::string text;          // without the newline
  std::uint64_t number = 0;  // of the line, from 1
  bool begins = false;       // at the begin of its line
  bool ends = false;         // at its end
  bool has_newline = false;  // false only for the end of a file without one

  bool is_whole() const { return begins && ends; }
};

class LinePieces {
 public:
  static constexpr std::size_t k_longest_line = 1U << 20U;

  explicit LinePieces(std::unique_ptr<system::FileReader> reader) : reader_(std::move(reader)) {}

  // Empty at the end of the file.
  base::Result<std::optional<LinePiece>> next();

 private:
  std::unique_ptr<system::FileReader> reader_;
  std::string buffer_;
  std::size_t at_ = 0;  // in buffer_
  std::uint64_t number_ = 1;
  bool is_in_line_ = false;
  bool is_at_end_ = false;
};

}  // namespace usagestat::usage
