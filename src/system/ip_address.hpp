// SPDX-License-Identifier: MIT
// Numeric addresses, for NO_PROXY.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace usagestat::system {

class IpAddress {
 public:
  // Dotted IPv4 or IPv6; empty for anything else.
  static std::optional<IpAddress> parse(std::string_view text);

  // True when the first `bits` bits are those of `network`, of the same family.
  bool is_in(const IpAddress& network, unsigned bits) const;

  bool operator==(const IpAddress&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
  unsigned size_ = 0;  // 4 or 16
};

}  // namespace usagestat::system
