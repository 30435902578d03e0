// SPDX-License-Identifier: MIT
#include "usage/snapshot_store.hpp"

#include <utility>

#include "model/snapshot_json.hpp"
#include "usage/state_file.hpp"

namespace usagestat::usage {
namespace {

namespace json = base::json;
using base::Result;

using Snapshots = std::map<std::string, model::UsageSnapshot>;
using Attempts = std::map<std::string, Attempt>;

Snapshots parse_snapshots(const json::value& document, base::LogSink& log) {
  Snapshots result;
  const json::value* entries = base::find_member(document, "snapshots");
  if (entries == nullptr || !entries->is_object()) return result;
  for (const auto& entry : entries->get_object()) {
    auto snapshot = model::snapshot_from_json(entry.value());
    if (snapshot) {
      result.emplace(entry.key(), *std::move(snapshot));
    } else {
      log.log(base::LogLevel::warning, "state",
              "The stored snapshot of " + std::string(entry.key()) +
                  " is left out: " + snapshot.error().message);
    }
  }
  return result;
}

Attempts parse_attempts(const json::value& document) {
  Attempts result;
  const json::value* entries = base::find_member(document, "attempts");
  if (entries == nullptr || !entries->is_object()) return result;
  for (const auto& entry : entries->get_object())
    result.emplace(entry.key(), attempt_from_json(entry.value()));
  return result;
}

json::value snapshots_document(const Snapshots& snapshots) {
  json::object entries;
  for (const auto& [key, snapshot] : snapshots) entries[key] = model::snapshot_to_json(snapshot);
  return json::object{{"snapshots", std::move(entries)}};
}

json::value attempts_document(const Attempts& attempts) {
  json::object entries;
  for (const auto& [key, attempt] : attempts) entries[key] = attempt_to_json(attempt);
  return json::object{{"attempts", std::move(entries)}};
}

// A lock is held for two small files only; who waits longer than this waits for something broken.
constexpr std::chrono::seconds k_longest_wait{5};

bool belongs_to(std::string_view key, std::string_view instance_key) {
  return key.starts_with(instance_key) &&
         (key.size() == instance_key.size() || key[instance_key.size()] == '@');
}

}  // namespace

SnapshotStore::SnapshotStore(std::filesystem::path data_directory, system::System system,
                             base::LogSink& log)
    : data_directory_(std::move(data_directory)), system_(std::move(system)), log_(log) {}

std::filesystem::path SnapshotStore::snapshots_file() const {
  return data_directory_ / "snapshots.json";
}

std::filesystem::path SnapshotStore::attempts_file() const {
  return data_directory_ / "state" / "attempts.json";
}

base::json::value SnapshotStore::document(const std::filesystem::path& file) const {
  auto document = read_state(file, BrokenFile::keep, system_, log_);
  if (document) return *std::move(document);
  log_.log(base::LogLevel::warning, "state", document.error().message);
  return {};
}

StoredByKey SnapshotStore::read() const {
  StoredByKey result;
  for (auto& [key, snapshot] : parse_snapshots(document(snapshots_file()), log_))
    result[key].snapshot = std::move(snapshot);
  for (auto& [key, attempt] : read_attempts()) result[key].attempt = std::move(attempt);
  return result;
}

std::map<std::string, Attempt> SnapshotStore::read_attempts() const {
  return parse_attempts(document(attempts_file()));
}

// The first thread to come writes for all that come while it waits for the disk: fifty probes that
// end together cost a few writes, not fifty.
Result<void> SnapshotStore::put(const std::string& key, Stored entry,
                                const system::Deadline& deadline) {
  std::unique_lock lock(mutex_);
  if (!collecting_) collecting_ = std::make_shared<Batch>();
  const std::shared_ptr<Batch> batch = collecting_;
  batch->entries[key] = std::move(entry);
  written_.wait(lock, [&] { return batch->result.has_value() || !is_writing_; });
  if (batch->result) return *batch->result;
  is_writing_ = true;
  collecting_.reset();
  lock.unlock();
  Result<void> result = write(batch->entries, deadline.sooner(k_longest_wait));
  lock.lock();
  batch->result = result;
  is_writing_ = false;
  written_.notify_all();
  return result;
}

Result<void> SnapshotStore::write(const StoredByKey& entries, const system::Deadline& deadline) {
  USAGESTAT_TRY(const auto lock, system_.filesystem.lock(lock_file(), deadline));
  USAGESTAT_TRY(const json::value old_attempts,
                read_state(attempts_file(), BrokenFile::rename_aside, system_, log_));
  USAGESTAT_TRY(const json::value old_snapshots,
                read_state(snapshots_file(), BrokenFile::rename_aside, system_, log_));
  remove_leftovers(attempts_file(), system_);
  remove_leftovers(snapshots_file(), system_);
  Attempts attempts = parse_attempts(old_attempts);
  Snapshots snapshots = parse_snapshots(old_snapshots, log_);
  for (const auto& [key, entry] : entries) {
    if (entry.attempt) attempts.insert_or_assign(key, *entry.attempt);
    if (entry.snapshot) snapshots.insert_or_assign(key, *entry.snapshot);
  }
  // A crash between the two leaves a pause without its snapshot, never the reverse.
  USAGESTAT_CHECK(write_state(attempts_file(), attempts_document(attempts), system_));
  return write_state(snapshots_file(), snapshots_document(snapshots), system_);
}

Result<std::size_t> SnapshotStore::clear(const std::optional<std::string>& instance_key,
                                         const system::Deadline& deadline) {
  if (!system_.filesystem.exists(snapshots_file())) return std::size_t{0};
  USAGESTAT_TRY(const auto lock,
                system_.filesystem.lock(lock_file(), deadline.sooner(k_longest_wait)));
  USAGESTAT_TRY(const json::value old,
                read_state(snapshots_file(), BrokenFile::rename_aside, system_, log_));
  Snapshots snapshots = parse_snapshots(old, log_);
  const std::size_t removed = std::erase_if(snapshots, [&](const auto& entry) {
    return !instance_key || belongs_to(entry.first, *instance_key);
  });
  if (removed > 0)
    USAGESTAT_CHECK(write_state(snapshots_file(), snapshots_document(snapshots), system_));
  return removed;
}

std::filesystem::path SnapshotStore::lock_file() const {
  return data_directory_ / "state" / "locks" / "snapshots.lock";
}

}  // namespace usagestat::usage
