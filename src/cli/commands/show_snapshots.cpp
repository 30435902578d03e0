// SPDX-License-Identifier: MIT
#include "cli/commands/show_snapshots.hpp"

#include "cli/render_cards.hpp"
#include "cli/render_plain.hpp"
#include "model/snapshot_json.hpp"

namespace usagestat::cli {

void show_snapshots(const std::vector<model::UsageSnapshot>& snapshots, base::TimePoint now,
                    const system::TimeZone& zone, Invocation& invocation) {
  if (invocation.options.json) {
    base::json::array array;
    for (const auto& snapshot : snapshots) array.push_back(model::snapshot_to_json(snapshot));
    invocation.print_json(array);
    return;
  }
  if (invocation.use_plain()) {
    invocation.print(render_plain(snapshots, now, zone));
    return;
  }
  CardStyle style;
  style.width = invocation.streams.width;
  style.color = invocation.use_color();
  if (const auto config = invocation.workspace.config()) {
    style.warn_at = (*config)->defaults.warn_at.value_or(style.warn_at);
    style.fail_at = (*config)->defaults.fail_at.value_or(style.fail_at);
  }
  invocation.print(render_cards(snapshots, now, zone, style));
}

}  // namespace usagestat::cli
