// SPDX-License-Identifier: MIT
// The one JSON form of a snapshot: the command line, the cache file and the HTTP API all call this.
#pragma once

#include "base/json.hpp"
#include "model/usage_snapshot.hpp"

namespace usagestat::model {

// Keys in the order of the published form, always present, null when absent; a progress line omits
// resetsAt and periodDurationMs when it has none.
base::json::object snapshot_to_json(const UsageSnapshot& snapshot);
base::json::object line_to_json(const MetricLine& line);

// The inverse; also reads the older form with `metrics` for `lines` and with absent optional keys.
// Error kind input, naming the member that is missing or of the wrong type.
base::Result<UsageSnapshot> snapshot_from_json(const base::json::value& value);

// One line as a plugin or a story writes it. `where` names it in the error ("lines[2]"). Strict:
// numbers must be finite numbers, resetsAt an RFC 3339 text, type one of the four.
base::Result<MetricLine> line_from_json(const base::json::value& value, std::string_view where);

}  // namespace usagestat::model
