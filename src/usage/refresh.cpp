// SPDX-License-Identifier: MIT
#include "usage/refresh.hpp"

#include <algorithm>

#include "base/encoding.hpp"
#include "config/dump_config.hpp"
#include "model/pace.hpp"
#include "system/crypto.hpp"
#include "usage/cool_down.hpp"

namespace usagestat::usage {
namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using model::UsageSnapshot;

base::Milliseconds needed_age(const Instance& instance, const RefreshPolicy& policy) {
  return std::max<base::Milliseconds>(policy.max_age, instance.plugin->manifest.min_interval);
}

// A clock that was set back makes everything look as if it came from the future: that is not fresh.
bool is_younger(base::TimePoint time, base::Milliseconds age, base::TimePoint now) {
  return time <= now && now - time < age;
}

bool is_fresh(const Instance& instance, const UsageSnapshot& snapshot, const RefreshPolicy& policy,
              base::TimePoint now) {
  return !snapshot.error && snapshot.fetched_at &&
         is_younger(*snapshot.fetched_at, needed_age(instance, policy), now);
}

bool is_cooling(const Stored& stored, base::TimePoint now) {
  return stored.attempt && stored.attempt->retry_at && *stored.attempt->retry_at > now;
}

// What is stored, which is there. Figures that came from elsewhere during a pause may have been
// good then, but old by now.
UsageSnapshot dressed(const Instance& instance, const Stored& stored, const RefreshPolicy& policy,
                      base::TimePoint now) {
  UsageSnapshot snapshot = *stored_snapshot(instance, stored, now);
  if (snapshot.error || !is_cooling(stored, now) || is_fresh(instance, snapshot, policy, now))
    return snapshot;
  snapshot.stale = true;
  snapshot.error = model::SnapshotError{ErrorKind::rate_limited,
                                        "The service wants to be left alone for a while.", "",
                                        stored.attempt->at, stored.attempt->retry_at};
  return snapshot;
}

// Ids and instance ids are made to be part of a file name.
std::filesystem::path lock_file(const ProbeSettings& settings, const std::string& key) {
  return settings.data_directory / "state" / "locks" / ("probe-" + key + ".lock");
}

double random_share() {
  const std::string bytes = system::random_bytes(1);
  return static_cast<double>(static_cast<unsigned char>(bytes[0])) / 255;
}

// One refresh of one instance, from the first look into the store to the last write.
class Refresh {
 public:
  Refresh(const Instance& instance, const ProbeSettings& settings, const RefreshPolicy& policy,
          SnapshotStore& store, const system::System& system, base::LogSink& log,
          const system::Deadline& deadline)
      : instance_(instance),
        settings_(settings),
        policy_(policy),
        store_(store),
        system_(system),
        log_(log),
        deadline_(deadline),
        key_(store_key(instance, settings)),
        began_(system.clock.now()) {}

  UsageSnapshot run(const AskFunction& ask) {
    const std::optional<Attempt> before = last_attempt();
    const auto lock = system_.filesystem.lock(lock_file(settings_, key_), deadline_);
    if (!lock) {
      if (deadline_.expired()) return failure(read(), waited_too_long());
      warn("Probes of several processes are not coordinated", lock.error());
    }
    // Only under the lock do an attempt and its snapshot belong together: a writer puts the one to
    // the disk before the other.
    const Stored stored = read();
    const base::TimePoint now = system_.clock.now();
    // Somebody else may have asked while this process waited; nobody asks twice for one answer.
    const bool was_asked_meanwhile =
        stored.snapshot && stored.attempt != before && stored.attempt->at >= began_;
    if (was_asked_meanwhile || is_current(instance_, stored, policy_, now))
      return dressed(instance_, stored, policy_, now);
    return ask_and_store(ask, stored);
  }

 private:
  std::optional<Attempt> last_attempt() const {
    const auto attempts = store_.read_attempts();
    const auto found = attempts.find(key_);
    return found == attempts.end() ? std::nullopt : std::optional(found->second);
  }

  Stored read() const {
    StoredByKey all = store_.read();
    Stored stored = std::move(all[key_]);
    const bool is_of_this_config =
        stored.attempt && stored.attempt->config_digest == config_digest(instance_);
    return is_of_this_config ? stored : Stored{};
  }

  Error waited_too_long() const {
    Error error = deadline_.error();
    if (error.kind == ErrorKind::timeout)
      error = {ErrorKind::timeout,
               "Another usagestat process has been asking this service for too long.",
               "Try again, or give more time with --timeout."};
    return error;
  }

  UsageSnapshot ask_and_store(const AskFunction& ask, const Stored& before) {
    const base::TimePoint started = system_.clock.now();
    const auto answer = ask(deadline_);
    const base::TimePoint now = system_.clock.now();
    if (!answer && answer.error().kind >= ErrorKind::usage) return failure(before, answer.error());
    Attempt attempt{
        now, std::max(base::Milliseconds(0), now - started), config_digest(instance_), 0, {}};
    UsageSnapshot snapshot;
    if (answer) {
      snapshot = make_snapshot(instance_, answer, now);
    } else {
      Error error = answer.error();
      if (error.wants_pause) {
        attempt.failures_in_row = before.attempt ? before.attempt->failures_in_row + 1 : 1;
        attempt.retry_at = error.retry_at =
            next_attempt(attempt.failures_in_row, error.retry_at, now, random_share());
      }
      snapshot = failure(before, error);
    }
    // What has been learnt is kept even when the command's time is up.
    const auto stored = store_.put(key_, {snapshot, attempt}, system::Deadline());
    if (!stored) warn("The snapshot is not kept", stored.error());
    return snapshot;
  }

  // The last good lines with the reason why they are not newer.
  UsageSnapshot failure(const Stored& before, const Error& error) const {
    const base::TimePoint now = system_.clock.now();
    UsageSnapshot failed = make_snapshot(instance_, error, now);
    auto snapshot = stored_snapshot(instance_, before, now);
    if (!snapshot) return failed;
    snapshot->stale = true;
    snapshot->error = std::move(failed.error);
    return *std::move(snapshot);
  }

  void warn(const std::string& consequence, const Error& error) const {
    log_.log(base::LogLevel::warning, "state", consequence + ": " + error.message);
  }

  const Instance& instance_;
  const ProbeSettings& settings_;
  const RefreshPolicy& policy_;
  SnapshotStore& store_;
  const system::System& system_;
  base::LogSink& log_;
  const system::Deadline& deadline_;
  std::string key_;
  base::TimePoint began_;
};

}  // namespace

std::string store_key(const Instance& instance, const ProbeSettings& settings) {
  if (settings.mode == model::SourceMode::automatic) return instance.key();
  return instance.key() + "@" + std::string(model::to_string(settings.mode));
}

std::string config_digest(const Instance& instance) {
  model::ProviderConfig asked = instance.config;
  // These change how a snapshot is shown and judged, not what is asked.
  asked.enabled.reset();
  asked.display_name.reset();
  asked.tab_parent.reset();
  asked.warn_at.reset();
  asked.fail_at.reset();
  std::string text = base::write_json(config::entry_to_json(asked), base::JsonStyle::compact);
  if (!instance.plugin->directory.empty())
    for (const plugin_host::Script& script : instance.plugin->scripts) text += script.text;
  return base::hex_encode(system::sha256(text)).substr(0, 16);
}

std::optional<UsageSnapshot> stored_snapshot(const Instance& instance, const Stored& stored,
                                             base::TimePoint now) {
  if (!stored.snapshot || !stored.attempt ||
      stored.attempt->config_digest != config_digest(instance))
    return std::nullopt;
  UsageSnapshot snapshot = *stored.snapshot;
  if (instance.config.display_name) snapshot.display_name = *instance.config.display_name;
  snapshot.pace.reset();
  if (const auto* line =
          model::primary_line(snapshot.lines, model::primary_labels(instance.plugin->manifest)))
    snapshot.pace = model::pace_of(*line, now);
  return snapshot;
}

bool is_current(const Instance& instance, const Stored& stored, const RefreshPolicy& policy,
                base::TimePoint now) {
  if (policy.force || !stored_snapshot(instance, stored, now)) return false;
  if (is_fresh(instance, *stored.snapshot, policy, now) || is_cooling(stored, now)) return true;
  return stored.snapshot->error && is_younger(stored.attempt->at, policy.failure_age, now);
}

std::optional<UsageSnapshot> current_snapshot(const Instance& instance, const Stored& stored,
                                              const RefreshPolicy& policy, base::TimePoint now) {
  if (!is_current(instance, stored, policy, now)) return std::nullopt;
  return dressed(instance, stored, policy, now);
}

UsageSnapshot refresh_instance(const Instance& instance, const ProbeSettings& settings,
                               const RefreshPolicy& policy, const AskFunction& ask,
                               SnapshotStore& store, const system::System& system,
                               base::LogSink& log, const system::Deadline& deadline) {
  return Refresh(instance, settings, policy, store, system, log, deadline).run(ask);
}

}  // namespace usagestat::usage
