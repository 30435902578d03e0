// SPDX-License-Identifier: MIT
// The figures of a running server: a copy of the store in memory, brought up to date when another
// process wrote, and probes in the background of what somebody asked for.
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "server/documents.hpp"
#include "server/figures.hpp"
#include "server/task_thread.hpp"
#include "system/deadline.hpp"
#include "usage/workspace.hpp"

namespace usagestat::server {

class Keeper final : public Figures {
 public:
  using LoadWorkspace = std::function<std::unique_ptr<usage::Workspace>()>;
  // Called from the keeper's thread, and once from load().
  using Publish = std::function<void(std::shared_ptr<const Documents>)>;

  // `refresh`: how old figures may get; else the config says it.
  Keeper(LoadWorkspace load, std::optional<base::Milliseconds> refresh, Publish publish,
         base::LogSink& log);
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper() override;  // stops probes that still run

  // Reads config, plugins and store, and publishes. To be called first.
  base::Result<model::Config> load();

  // The same later, on the keeper's thread; a broken config is logged, and the old one stays.
  void reload(std::function<void(const model::Config&)> then);

  // Waits until no probe runs.
  void finish(const system::Deadline& deadline);

  void look(std::vector<std::string> keys, std::function<void()> done) override;
  void refresh(std::vector<std::string> keys) override;
  base::Result<std::vector<model::HistorySample>> history(const HistoryQuery& query) override;
  base::TimePoint now() const override;

 private:
  // One reading of the config; probes keep the one they began with.
  struct Generation;
  using GenerationPtr = std::shared_ptr<const Generation>;
  // What a probe gave, for as long as the store does not have it.
  struct Fresh {
    model::UsageSnapshot snapshot;
    base::TimePoint began;
    base::TimePoint ended;
  };
  using FileStamp = std::optional<std::pair<std::uint64_t, base::TimePoint>>;

  base::Result<GenerationPtr> read_generation() const;
  GenerationPtr generation() const;
  base::Milliseconds max_age(const Generation& generation) const;
  void set_generation(GenerationPtr generation);
  void find_instances();
  void read_store(bool has_changed);
  void publish();
  bool is_stale(const usage::Instance& instance, base::TimePoint now) const;
  void start_probes(const std::vector<usage::Instance>& wanted, const usage::RefreshPolicy& policy);
  void probe(const std::vector<usage::Instance>& instances, const usage::RefreshPolicy& policy,
             const Generation& generation);
  void take_result(const std::string& key, Fresh fresh);

  LoadWorkspace load_workspace_;
  std::optional<base::Milliseconds> refresh_;
  Publish publish_;
  base::LogSink& log_;
  mutable std::mutex mutex_;  // guards the two below
  GenerationPtr generation_;
  std::condition_variable batch_ended_;
  std::size_t running_batches_ = 0;

  // Of the keeper's thread (and of load(), before it does anything).
  std::vector<usage::Instance> instances_;
  usage::StoredByKey stored_;
  FileStamp snapshots_stamp_;
  FileStamp attempts_stamp_;
  std::map<std::string, Fresh> fresh_;
  std::set<std::string> running_;
  base::TimePoint published_at_{};
  std::optional<base::Milliseconds> demo_shift_;  // from the demo's time to now
  std::list<std::thread> batches_;
  std::stop_source stop_;
  TaskThread tasks_;
};

}  // namespace usagestat::server
