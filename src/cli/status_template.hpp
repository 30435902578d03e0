// SPDX-License-Identifier: MIT
// statusline --format: "{acme.weekly.used}% {acme.weekly.resetsIn}".
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cli/status_line.hpp"

namespace usagestat::cli {

// A piece of a template: text as it is, or "{subject.window.field}" taken apart at its last dot.
struct TemplatePart {
  std::string text;     // literal; or the field's name
  std::string subject;  // of a field: an id, perhaps with a window behind it: "acme.weekly"
  bool is_field = false;
};

// "{{" and "}}" are braces. Kind usage for a brace that is not closed and for an unknown field.
base::Result<std::vector<TemplatePart>> parse_status_template(std::string_view text);

// The fields of a template with what they do, for help and errors.
std::string status_field_words();

// The subject that an id stands for, or nullptr.
using FindSubject = std::function<const StatusSubject*(std::string_view id)>;

// What is not known is "?". Kind usage when a subject is none.
base::Result<std::string> fill_status_template(const std::vector<TemplatePart>& parts,
                                               const FindSubject& find, base::TimePoint now,
                                               const system::TimeZone& zone);

}  // namespace usagestat::cli
