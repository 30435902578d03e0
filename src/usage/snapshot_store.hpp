// SPDX-License-Identifier: MIT
// The last snapshot and the last attempt of every instance, on disk, shared by every process of
// this user.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "model/usage_snapshot.hpp"
#include "system/deadline.hpp"
#include "system/system.hpp"
#include "usage/attempt.hpp"

namespace usagestat::usage {

struct Stored {
  std::optional<model::UsageSnapshot> snapshot;
  std::optional<Attempt> attempt;
};

// By instance key; a probe in a mode that the command line asked for has the key
// "<instance>@<mode>".
using StoredByKey = std::map<std::string, Stored>;

// <data>/snapshots.json ({"snapshots": {key: snapshot}}, the published form) and
// <data>/state/attempts.json ({"attempts": {key: attempt}}). Each is replaced whole (temporary
// file, fsync, rename) under the lock state/locks/snapshots.lock. Thread-safe.
class SnapshotStore {
 public:
  SnapshotStore(std::filesystem::path data_directory, system::System system, base::LogSink& log);

  // A missing file is an empty one. One that does not parse counts as empty, with a warning; the
  // next write renames it aside. A single snapshot that does not parse is left out.
  StoredByKey read() const;
  std::map<std::string, Attempt> read_attempts() const;

  // On disk when it returns without error. Writes of several threads at the same time become one.
  // Kind io when the directory cannot be written, timeout when the lock is held for too long.
  base::Result<void> put(const std::string& key, Stored entry, const system::Deadline& deadline);

  // Removes the snapshots of one instance, in every mode, or of all; attempts stay, so that a
  // service that asked for a pause gets it. How many were there.
  base::Result<std::size_t> clear(const std::optional<std::string>& instance_key,
                                  const system::Deadline& deadline);

  std::filesystem::path snapshots_file() const;
  std::filesystem::path attempts_file() const;

 private:
  struct Batch {
    StoredByKey entries;
    std::optional<base::Result<void>> result;  // once it has been written
  };

  base::json::value document(const std::filesystem::path& file) const;
  base::Result<void> write(const StoredByKey& entries, const system::Deadline& deadline);
  std::filesystem::path lock_file() const;

  std::filesystem::path data_directory_;
  system::System system_;
  base::LogSink& log_;
  std::mutex mutex_;
  std::condition_variable written_;
  std::shared_ptr<Batch> collecting_;  // what came while another batch is being written
  bool is_writing_ = false;
};

}  // namespace usagestat::usage
