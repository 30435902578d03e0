// SPDX-License-Identifier: MIT
// Small operations on text that the standard library lacks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace usagestat::base {

std::string_view trim(std::string_view text);
std::string to_lower(std::string_view text);  // ASCII letters only
std::string to_upper(std::string_view text);  // ASCII letters only
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool contains_ignoring_case(std::string_view text, std::string_view part);

// All pieces between `separator`, empty ones included.
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

// Columns a terminal needs for UTF-8 text: wide characters count 2, combining ones and controls 0.
std::size_t display_width(std::string_view text);

// Text cut to at most `width` columns, the last one "…" when something was cut.
std::string fit_width(std::string_view text, std::size_t width);

// `text` with blanks added up to `width` columns.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

// Bytes that are not UTF-8 become U+FFFD.
std::string to_valid_utf8(std::string_view bytes);
bool is_valid_utf8(std::string_view bytes);

// Control characters (terminal escapes among them) become blanks, so that a provider's text cannot
// drive the user's terminal.
std::string without_control_characters(std::string_view text);

}  // namespace usagestat::base
