// SPDX-License-Identifier: MIT
// The form of a story's `expect`; what it means is compare_story's business.
#pragma once

#include "base/json.hpp"
#include "base/result.hpp"

namespace usagestat::story {

// Checks names, types and every expected line, so that a mistake is an error of the document and
// not a difference of the probe.
base::Result<void> check_expectation(const base::json::value& value);

}  // namespace usagestat::story
