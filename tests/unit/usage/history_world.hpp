// SPDX-License-Identifier: MIT
// Samples and files for the tests of history.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/history_sample.hpp"
#include "support/collected_log.hpp"
#include "support/fake_world.hpp"
#include "usage/history_file.hpp"
#include "usage/read_history.hpp"

namespace usagestat::usage {

const std::filesystem::path k_data = "/home/dev/.local/share/usagestat";
const std::filesystem::path k_history = k_data / "history.jsonl";

inline base::TimePoint at(std::string_view text) { return *base::parse_rfc3339(text); }

inline model::HistorySample sample(const std::string& id, base::TimePoint time, double percent) {
  model::UsageSnapshot snapshot;
  snapshot.provider_id = snapshot.instance_id = id;
  snapshot.display_name = "Acme";
  snapshot.fetched_at = time;
  model::ProgressLine line;
  line.label = "Session";
  line.used = percent;
  snapshot.lines.emplace_back(line);
  return *model::sample_of(snapshot);
}

inline std::string line_of(const model::HistorySample& sample) {
  return base::write_json(model::sample_to_json(sample), base::JsonStyle::compact) + "\n";
}

struct HistoryWorld {
  HistoryWorld() { world.clock.set(at("2026-03-26T11:16:29Z")); }

  support::FakeWorld world;
  support::CollectedLog log;

  std::string text() const { return world.filesystem.content(k_history).value_or(""); }

  // "id time percent" of every sample of the file.
  std::vector<std::string> samples(const HistoryFilter& filter = {}) {
    std::vector<std::string> result;
    const auto scan = scan_history(
        k_history, filter,
        [&result](const model::HistorySample& one) -> base::Result<void> {
          result.push_back(one.instance_id + " " + base::format_utc(one.at) + " " +
                           std::to_string(static_cast<int>(one.metrics.primary_percent)));
          return {};
        },
        world.system(), system::Deadline());
    if (!scan) return {"error: " + scan.error().message};
    return result;
  }
};

}  // namespace usagestat::usage
