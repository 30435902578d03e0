// SPDX-License-Identifier: MIT
#include "usage/line_pieces.hpp"

#include <algorithm>

namespace usagestat::usage {

base::Result<std::optional<LinePiece>> LinePieces::next() {
  constexpr std::size_t k_chunk = 256U << 10U;
  std::size_t newline = buffer_.find('\n', at_);
  while (newline == std::string::npos && !is_at_end_ && buffer_.size() - at_ <= k_longest_line) {
    USAGESTAT_TRY(const std::string chunk, reader_->next(k_chunk));
    is_at_end_ = chunk.empty();
    const std::size_t searched = buffer_.size() - at_;
    buffer_.erase(0, at_);
    at_ = 0;
    buffer_ += chunk;
    newline = buffer_.find('\n', searched);
  }
  const std::size_t available = buffer_.size() - at_;
  if (newline == std::string::npos && available == 0 && !is_in_line_)
    return std::optional<LinePiece>();
  LinePiece piece;
  piece.number = number_;
  piece.begins = !is_in_line_;
  piece.has_newline = newline != std::string::npos && newline - at_ <= k_longest_line;
  piece.ends = piece.has_newline || (is_at_end_ && available <= k_longest_line);
  const std::size_t length =
      piece.has_newline ? newline - at_ : std::min(available, k_longest_line);
  piece.text = buffer_.substr(at_, length);
  at_ += length + (piece.has_newline ? 1 : 0);
  is_in_line_ = !piece.ends;
  if (piece.ends) ++number_;
  return std::optional<LinePiece>(std::move(piece));
}

}  // namespace usagestat::usage
