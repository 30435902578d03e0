// SPDX-License-Identifier: MIT
// What the environment says about the terminal.
#include "system/terminal.hpp"

#include <algorithm>
#include <charconv>

namespace usagestat::system {
namespace {

constexpr std::size_t default_width = 80;
constexpr std::size_t greatest_width = 1000;

std::optional<std::size_t> parse_width(const std::optional<std::string>& text) {
  std::size_t width = 0;
  if (!text) return std::nullopt;
  const char* const last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, width);
  if (error != std::errc{} || end != last || width == 0) return std::nullopt;
  return width;
}

}  // namespace

std::size_t terminal_width(StandardStream stream, const Environment& environment) {
  auto width = columns_of(stream);
  if (!width || *width == 0) width = parse_width(environment.get("COLUMNS"));
  return std::clamp<std::size_t>(width.value_or(default_width), 1, greatest_width);
}

bool color_allowed(bool to_terminal, const Environment& environment) {
  if (environment.get("NO_COLOR")) return false;
  if (const auto force = environment.get("CLICOLOR_FORCE"); force && *force != "0") return true;
  return to_terminal && environment.get("TERM").value_or("dumb") != "dumb";
}

Terminal terminal(const Environment& environment) {
  Terminal result;
  result.out_is_terminal = is_terminal(StandardStream::output);
  result.err_is_terminal = is_terminal(StandardStream::errors);
  result.width = terminal_width(StandardStream::output, environment);
  result.color_allowed = color_allowed(result.out_is_terminal, environment);
  return result;
}

}  // namespace usagestat::system
