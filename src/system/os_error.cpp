// SPDX-License-Identifier: MIT
// Sentences for errno values.
#include "system/os_error.hpp"

#include <system_error>

#include "base/text.hpp"

namespace usagestat::system {

std::string reason_of(int code) { return std::generic_category().message(code); }

base::Error file_error(std::string_view action, const std::filesystem::path& path,
                       std::string_view reason) {
  std::string message = "Cannot ";
  message += action;
  message += ' ';
  message += base::without_control_characters(base::to_valid_utf8(path.string()));
  message += ": ";
  message += reason;
  message += '.';
  return {base::ErrorKind::io, std::move(message), ""};
}

base::Error file_error(std::string_view action, const std::filesystem::path& path, int code) {
  return file_error(action, path, reason_of(code));
}

}  // namespace usagestat::system
