// SPDX-License-Identifier: MIT
// Numeric addresses by inet_pton().
#include <string>

#include <arpa/inet.h>

#include "system/ip_address.hpp"

namespace usagestat::system {

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string terminated(text);
  IpAddress result;
  if (::inet_pton(AF_INET, terminated.c_str(), result.bytes_.data()) == 1) {
    result.size_ = 4;
    return result;
  }
  if (::inet_pton(AF_INET6, terminated.c_str(), result.bytes_.data()) == 1) {
    result.size_ = 16;
    return result;
  }
  return std::nullopt;
}

bool IpAddress::is_in(const IpAddress& network, unsigned bits) const {
  if (size_ != network.size_ || bits > size_ * 8) return false;
  for (unsigned i = 0; i < bits / 8; ++i) {
    if (bytes_[i] != network.bytes_[i]) return false;
  }
  const unsigned rest = bits % 8;
  if (rest == 0) return true;
  const unsigned mask = 0xFFU << (8 - rest) & 0xFFU;
  return ((bytes_[bits / 8] ^ network.bytes_[bits / 8]) & mask) == 0;
}

}  // namespace usagestat::system
