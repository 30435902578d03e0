// SPDX-License-Identifier: MIT
// C++ text as code, comments and strings apart, line by line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace usagestat::repository {

struct StringLiteral {
  std::size_t line;
  std::string_view content;
};

struct CppText {
  std::string code;  // as long as the text; comments and what stands in quotes are blanks
  std::vector<StringLiteral> strings;  // not those of #include lines
};

// Understands // and /* */, character, string and raw string literals, digit separators.
CppText parse_cpp(std::string_view text);

// The identifiers of a piece of code, in order.
std::vector<std::string_view> identifiers(std::string_view code);

}  // namespace usagestat::repository
