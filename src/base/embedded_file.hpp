// SPDX-License-Identifier: MIT
// One file that the build put inside the program; see cmake/EmbedFiles.cmake.
#pragma once

#include <string_view>

namespace usagestat::base {

struct EmbeddedFile {
  std::string_view path;  // relative to the directory it was embedded from, with '/'
  std::string_view text;
};

}  // namespace usagestat::base
