// SPDX-License-Identifier: MIT
// One form for failures that the operating system reports.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace usagestat::system {

// Kind io: "Cannot read /x: No such file or directory." `action` is "read", "write", …;
// `code` is an errno value.
base::Error file_error(std::string_view action, const std::filesystem::path& path, int code);

// The same with a reason in words.
base::Error file_error(std::string_view action, const std::filesystem::path& path,
                       std::string_view reason);

// "No such file or directory"
std::string reason_of(int code);

}  // namespace usagestat::system
