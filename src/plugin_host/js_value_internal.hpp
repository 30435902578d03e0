// SPDX-License-Identifier: MIT
// Values across the border of the engine. Strings are UTF-8 outside and CESU-8 (surrogate pairs as
// three bytes each) inside.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

struct duk_hthread;

namespace usagestat::plugin_host {

// Bytes that are not UTF-8 become U+FFFD.
std::string to_cesu8(std::string_view utf8);
// Halves of surrogate pairs that stand alone become U+FFFD.
std::string from_cesu8(std::string_view cesu8);

// Both may throw the engine's own error (out of memory, nested deeper than 64 levels, larger than
// 32 MiB), so they are called inside a protected call only. Neither runs setters of the script;
// getters of what is read do run.
void push_json(duk_hthread* context, const base::json::value& value);
base::json::value read_json(duk_hthread* context, int index);

}  // namespace usagestat::plugin_host
