// SPDX-License-Identifier: MIT
#include "cli/paint.hpp"

namespace usagestat::cli {
namespace {

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::plain:
      return "";
    case Paint::bold:
      return "1";
    case Paint::dim:
      return "2";
    case Paint::green:
      return "32";
    case Paint::yellow:
      return "33";
    case Paint::red:
      return "31";
    case Paint::cyan:
      return "36";
  }
  return "";
}

}  // namespace

std::string painted(std::string_view text, Paint paint, bool color) {
  if (!color || paint == Paint::plain || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code_of(paint)) + "m" + std::string(text) + "\x1b[0m";
}

}  // namespace usagestat::cli
