// SPDX-License-Identifier: MIT
// From an instance to its snapshot with as few requests as possible: out of the cache when that is
// fresh, one probe at a time on the whole machine, none while a service wants to be left alone.
#pragma once

#include <functional>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "model/usage_snapshot.hpp"
#include "plugin_host/probe.hpp"
#include "system/deadline.hpp"
#include "usage/instance.hpp"
#include "usage/probe_instance.hpp"
#include "usage/snapshot_store.hpp"

namespace usagestat::usage {

struct RefreshPolicy {
  // A success younger than this is good enough; a manifest's minIntervalSec raises it.
  base::Milliseconds max_age{30000};
  // A failure younger than this is not tried again. Zero for somebody who waits for the answer,
  // more for work in the background.
  base::Milliseconds failure_age{0};
  // Ask although the figures are fresh or the service wants a pause.
  bool force = false;
};

using AskFunction = std::function<base::Result<plugin_host::ProbeAnswer>(const system::Deadline&)>;

// Where the results of a probe with these settings are kept.
std::string store_key(const Instance& instance, const ProbeSettings& settings);

// Tells instances apart that would be asked with other credentials, settings or, while a plugin is
// being written, another script; no secret can be read from it.
std::string config_digest(const Instance& instance);

// What is stored, as this instance's snapshot at `now`: under its present name, with the pace of
// now. Empty when nothing is stored or when it was fetched with another configuration.
std::optional<model::UsageSnapshot> stored_snapshot(const Instance& instance, const Stored& stored,
                                                    base::TimePoint now);

// True when a probe would be answered from the store.
bool is_current(const Instance& instance, const Stored& stored, const RefreshPolicy& policy,
                base::TimePoint now);

// The snapshot that such a probe gives; empty when it would ask.
std::optional<model::UsageSnapshot> current_snapshot(const Instance& instance, const Stored& stored,
                                                     const RefreshPolicy& policy,
                                                     base::TimePoint now);

// The snapshot, asked for with `ask` if need be. A second process or thread that wants the same
// instance waits for the first one's result and uses it, also when it would not have needed one:
// look with current_snapshot() before. A failed probe keeps the last good lines.
// When the store cannot be written, that is logged, and the answer is still given.
model::UsageSnapshot refresh_instance(const Instance& instance, const ProbeSettings& settings,
                                      const RefreshPolicy& policy, const AskFunction& ask,
                                      SnapshotStore& store, const system::System& system,
                                      base::LogSink& log, const system::Deadline& deadline);

}  // namespace usagestat::usage
