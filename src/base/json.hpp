// SPDX-License-Identifier: MIT
// JSON text in the one form this program writes, and tolerant reading of values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/result.hpp"

namespace usagestat::base {

namespace json = boost::json;

enum class JsonStyle { compact, pretty };

// Doubles are written shortest-round-trip in plain decimal notation and keep a fraction (42.0);
// integers stay integers; NaN and infinities become null. Pretty: two blanks, one element a line,
// no newline at the end.
std::string write_json(const json::value& value, JsonStyle style);

// Parses strict UTF-8 JSON of at most 64 levels. The error (kind input) names `name`, line and
// column. The value lives in `storage`.
Result<json::value> parse_json(std::string_view text, std::string_view name,
                               json::storage_ptr storage = {});

// The member of an object, or nullptr when `value` is no object or has no such member.
const json::value* find_member(const json::value& value, std::string_view key);

std::optional<std::string> string_member(const json::value& value, std::string_view key);
std::optional<double> number_member(const json::value& value, std::string_view key);
std::optional<bool> bool_member(const json::value& value, std::string_view key);

// An integer or double as double; empty for anything else.
std::optional<double> as_number(const json::value& value);

json::array json_strings(const std::vector<std::string>& texts);

// null for an empty optional.
json::value json_or_null(const std::optional<std::string>& text);

}  // namespace usagestat::base
