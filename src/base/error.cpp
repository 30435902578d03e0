// SPDX-License-Identifier: MIT
#include "base/error.hpp"

#include <array>
#include <utility>

namespace usagestat::base {
namespace {

constexpr std::array<std::pair<ErrorKind, std::string_view>, 14> k_words{{
    {ErrorKind::auth, "auth"},
    {ErrorKind::rate_limited, "rate_limited"},
    {ErrorKind::network, "network"},
    {ErrorKind::timeout, "timeout"},
    {ErrorKind::config, "config"},
    {ErrorKind::permission, "permission"},
    {ErrorKind::unsupported, "unsupported"},
    {ErrorKind::plugin, "plugin"},
    {ErrorKind::usage, "usage"},
    {ErrorKind::input, "input"},
    {ErrorKind::io, "io"},
    {ErrorKind::internal, "internal"},
    {ErrorKind::interrupted, "interrupted"},
    {ErrorKind::terminated, "terminated"},
}};

}  // namespace

std::string_view to_string(ErrorKind kind) {
  for (const auto& [value, word] : k_words) {
    if (value == kind) return word;
  }
  return "internal";
}

std::optional<ErrorKind> error_kind_from(std::string_view text) {
  for (const auto& [value, word] : k_words) {
    if (word == text) return value;
  }
  return std::nullopt;
}

Error with_context(Error error, std::string_view context) {
  error.message = std::string(context) + ": " + error.message;
  return error;
}

}  // namespace usagestat::base
