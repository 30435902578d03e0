// SPDX-License-Identifier: MIT
#include "story/encoded_message.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/encoding.hpp"
#include "base/text.hpp"

namespace usagestat::story {
namespace {

using Rewrite = std::function<std::string(std::string_view)>;

constexpr std::size_t k_shortest_run = 16;
constexpr int k_deepest = 8;
// Larger numbers of fields are allowed but not in use; random bytes have them all the time.
constexpr std::uint64_t k_highest_field = 2000;

enum WireType : std::uint64_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

// Reads from the front of `data`; empty when the message is cut off or is none.
std::optional<std::uint64_t> take_varint(std::string_view& data) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < data.size() && i < 10; ++i) {
    const auto byte = static_cast<unsigned char>(data[i]);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << (7 * i);
    if (byte < 0x80) {
      data.remove_prefix(i + 1);
      return value;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> take(std::string_view& data, std::uint64_t count) {
  if (count > data.size()) return std::nullopt;
  const std::string_view taken = data.substr(0, count);
  data.remove_prefix(count);
  return taken;
}

std::string write_varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7U) out += static_cast<char>((value & 0x7FU) | 0x80U);
  return out + static_cast<char>(value);
}

bool is_text(std::string_view bytes) {
  return !bytes.empty() && base::is_valid_utf8(bytes) &&
         std::none_of(bytes.begin(), bytes.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
         });
}

std::optional<std::string> rewrite_message(std::string_view data, const Rewrite& rewrite,
                                           std::size_t& texts, int depth);

// The wire form does not tell a text from a message. A text hardly ever happens to be a whole
// message, while short messages happen to be made of printable characters.
std::string rewrite_bytes(std::string_view value, const Rewrite& rewrite, std::size_t& texts,
                          int depth) {
  std::size_t inner_texts = 0;
  if (depth < k_deepest)
    if (auto message = rewrite_message(value, rewrite, inner_texts, depth + 1)) {
      if (inner_texts > 0 || !is_text(value)) {
        texts += inner_texts;
        return *std::move(message);
      }
    }
  if (!is_text(value)) return std::string(value);
  ++texts;
  return rewrite(value);
}

// `texts` counts those that were met. Empty when the bytes are no message.
std::optional<std::string> rewrite_message(std::string_view data, const Rewrite& rewrite,
                                           std::size_t& texts, int depth) {
  std::string out;
  while (!data.empty()) {
    const auto tag = take_varint(data);
    if (!tag || *tag >> 3U == 0 || *tag >> 3U > k_highest_field) return std::nullopt;
    out += write_varint(*tag);
    const std::uint64_t wire = *tag & 7U;
    if (wire == varint) {
      const auto value = take_varint(data);
      if (!value) return std::nullopt;
      out += write_varint(*value);
    } else if (wire == fixed32 || wire == fixed64) {
      const auto value = take(data, wire == fixed32 ? 4 : 8);
      if (!value) return std::nullopt;
      out += *value;
    } else if (wire == bytes) {
      const auto length = take_varint(data);
      const auto value = length ? take(data, *length) : std::nullopt;
      if (!value) return std::nullopt;
      const std::string inner = rewrite_bytes(*value, rewrite, texts, depth);
      out += write_varint(inner.size()) + inner;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

bool is_base64_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '-' || c == '_';
}

bool is_message(std::string_view run) {
  if (run.size() < k_shortest_run) return false;
  const auto data = base::base64_decode(run);
  if (!data || is_text(*data)) return false;
  std::size_t texts = 0;
  const auto keep = [](std::string_view text) { return std::string(text); };
  return rewrite_message(*data, keep, texts, 0) && texts > 0;
}

}  // namespace

std::vector<std::string_view> find_encoded_messages(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_base64_character(text[end])) ++end;
    std::size_t padded = end;
    while (padded < text.size() && padded < end + 2 && text[padded] == '=') ++padded;
    if (is_message(text.substr(at, padded - at))) found.push_back(text.substr(at, padded - at));
    at = std::max(padded, at + 1);
  }
  return found;
}

std::string rewrite_encoded_message(std::string_view run, const Rewrite& rewrite) {
  std::size_t texts = 0;
  const auto data = base::base64_decode(run);
  const auto changed = data ? rewrite_message(*data, rewrite, texts, 0) : std::nullopt;
  return changed && *changed != *data ? base::base64_encode(*changed) : std::string(run);
}

}  // namespace usagestat::story
