// SPDX-License-Identifier: MIT
#include "usage/pushed_figures.hpp"

#include <cmath>

#include "base/text.hpp"
#include "usage/refresh.hpp"

namespace usagestat::usage {
namespace {

namespace json = base::json;
using namespace std::chrono_literals;

constexpr std::string_view k_source = "statusline";

// The member at "a.b.c", or nullptr.
const json::value* member_at(const json::value& document, std::string_view path) {
  const json::value* value = &document;
  for (const std::string& key : base::split(path, '.')) {
    value = base::find_member(*value, key);
    if (value == nullptr) return nullptr;
  }
  return value;
}

// Unix seconds or an RFC 3339 text, of the years that texts can say.
std::optional<base::TimePoint> time_of(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return base::parse_rfc3339(value->get_string());
  const auto seconds = base::as_number(*value);
  constexpr double k_end_of_9999 = 253402300799;
  if (!seconds || *seconds < 0 || *seconds > k_end_of_9999) return std::nullopt;
  return base::TimePoint(std::chrono::seconds(static_cast<std::int64_t>(*seconds)));
}

std::optional<model::ProgressLine> read_window(const model::StatusInput& input,
                                               const model::StatusInputWindow& window,
                                               const json::value& document, base::TimePoint now) {
  const json::value* object = member_at(document, window.path);
  if (object == nullptr) return std::nullopt;
  const auto used = base::number_member(*object, input.used_percent);
  if (!used || !std::isfinite(*used) || *used < 0) return std::nullopt;
  model::ProgressLine line;
  line.label = window.label;
  line.used = *used;
  line.period_ms = window.period_ms;
  line.resets_at = time_of(base::find_member(*object, input.resets_at));
  if (line.resets_at && *line.resets_at <= now) return std::nullopt;
  return line;
}

bool is_at_home(const Instance& instance, const system::System& system) {
  for (const auto& [name, value] : instance.config.env)
    if (system.environment.get(name).value_or("") != value) return false;
  return !instance.config.home || *instance.config.home == system.environment.home_directory();
}

}  // namespace

PushedFigures read_pushed_figures(const model::StatusInput& input, const json::value& document,
                                  base::TimePoint now) {
  PushedFigures figures;
  const json::value* title = member_at(document, input.title);
  if (title != nullptr && title->is_string())
    figures.title = base::without_control_characters(title->get_string());
  for (const model::StatusInputWindow& window : input.windows)
    if (auto line = read_window(input, window, document, now))
      figures.lines.emplace_back(*std::move(line));
  return figures;
}

const Instance* instance_of_environment(const std::vector<const Instance*>& candidates,
                                        const system::System& system) {
  // One that names its credentials is meant before one that takes whatever is there.
  for (const bool is_special : {true, false})
    for (const Instance* instance : candidates) {
      const bool names_credentials = !instance->config.env.empty() || instance->config.home;
      if (names_credentials == is_special && is_at_home(*instance, system)) return instance;
    }
  return candidates.empty() ? nullptr : candidates.front();
}

base::Result<void> keep_pushed_figures(const Instance& instance,
                                       const std::vector<model::MetricLine>& lines,
                                       SnapshotStore& store, const system::System& system,
                                       const system::Deadline& deadline) {
  if (lines.empty()) return {};
  const base::TimePoint now = system.clock.now();
  const StoredByKey all = store.read();
  const auto found = all.find(instance.key());
  const Stored before = found == all.end() ? Stored{} : found->second;
  const auto known = stored_snapshot(instance, before, now);
  if (known && !known->error) {
    const bool is_pushed = known->source == k_source;
    const RefreshPolicy enough{is_pushed ? base::Milliseconds(0) : base::Milliseconds(30s), 0s,
                               false};
    if (!is_pushed && is_current(instance, before, enough, now)) return {};
    const bool is_young = known->fetched_at && now - *known->fetched_at < 30s;
    if (is_pushed && is_young && known->lines == lines) return {};
  }
  plugin_host::ProbeAnswer answer;
  if (known) answer.plan = known->plan;
  if (known) answer.account = known->account;
  answer.source = std::string(k_source);
  answer.lines = lines;
  Attempt attempt;
  if (known) attempt = *before.attempt;  // a pause that the service wanted goes on
  attempt.at = now;
  attempt.config_digest = config_digest(instance);
  return store.put(instance.key(), {make_snapshot(instance, answer, now), attempt}, deadline);
}

}  // namespace usagestat::usage
