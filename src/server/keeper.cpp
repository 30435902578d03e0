// SPDX-License-Identifier: MIT
#include "server/keeper.hpp"

#include <algorithm>

#include "usage/background_refresh.hpp"
#include "usage/detect_credentials.hpp"
#include "usage/history_file.hpp"
#include "usage/probe_all.hpp"
#include "usage/read_history.hpp"
#include "usage/select_instances.hpp"

namespace usagestat::server {

using namespace std::chrono_literals;
using base::Result;

namespace {

// Pace, and what is detected on this machine, may be this old while somebody asks.
constexpr auto k_documents_age = 30s;
constexpr auto k_history_time = 10s;

// Every time that a snapshot tells, later by so much.
void move_times(model::UsageSnapshot& snapshot, base::Milliseconds by) {
  if (snapshot.fetched_at) *snapshot.fetched_at += by;
  if (snapshot.error) snapshot.error->at += by;
  if (snapshot.error && snapshot.error->retry_at) *snapshot.error->retry_at += by;
  for (model::MetricLine& line : snapshot.lines)
    if (auto* progress = std::get_if<model::ProgressLine>(&line); progress && progress->resets_at)
      *progress->resets_at += by;
}

}  // namespace

struct Keeper::Generation {
  std::unique_ptr<usage::Workspace> workspace;
  model::Config config;
  const plugin_host::PluginCatalog* catalog = nullptr;
  usage::ProbeSettings settings;
};

Keeper::Keeper(LoadWorkspace load, std::optional<base::Milliseconds> refresh, Publish publish,
               base::LogSink& log)
    : load_workspace_(std::move(load)),
      refresh_(refresh),
      publish_(std::move(publish)),
      log_(log) {}

Keeper::~Keeper() {
  stop_.request_stop();
  tasks_.stop();
  for (std::thread& batch : batches_) batch.join();
}

Result<Keeper::GenerationPtr> Keeper::read_generation() const {
  auto generation = std::make_shared<Generation>();
  generation->workspace = load_workspace_();
  USAGESTAT_TRY(const model::Config* config, generation->workspace->config());
  generation->config = *config;
  USAGESTAT_TRY(generation->catalog, generation->workspace->catalog());
  USAGESTAT_TRY(generation->settings,
                generation->workspace->probe_settings(model::SourceMode::automatic));
  return GenerationPtr(std::move(generation));
}

Result<model::Config> Keeper::load() {
  USAGESTAT_TRY(GenerationPtr generation, read_generation());
  const model::Config config = generation->config;
  set_generation(std::move(generation));
  return config;
}

void Keeper::reload(std::function<void(const model::Config&)> then) {
  tasks_.add([this, then = std::move(then)] {
    auto generation = read_generation();
    if (!generation) {
      log_.log(base::LogLevel::error, "serve",
               "The new config is not used: " + generation.error().message);
      return;
    }
    const model::Config config = (*generation)->config;
    set_generation(*std::move(generation));
    then(config);
  });
}

Keeper::GenerationPtr Keeper::generation() const {
  const std::lock_guard lock(mutex_);
  return generation_;
}

void Keeper::set_generation(GenerationPtr generation) {
  {
    const std::lock_guard lock(mutex_);
    generation_ = std::move(generation);
  }
  find_instances();
  read_store(true);
  publish();
}

base::Milliseconds Keeper::max_age(const Generation& generation) const {
  return refresh_.value_or(generation.config.refresh);
}

base::TimePoint Keeper::now() const { return generation()->workspace->now(); }

void Keeper::find_instances() {
  const GenerationPtr current = generation();
  instances_ = usage::all_instances(
      *current->catalog, current->config,
      [&](const model::ProviderManifest& manifest,
          const model::ProviderConfig& entry) -> std::optional<std::string> {
        // A demo shows its own accounts, not what lies on this machine.
        if (current->workspace->is_demo()) return std::nullopt;
        return usage::detect_credential(manifest.detection, entry, current->workspace->system());
      });
}

// Reads the files only when they are not those read last.
void Keeper::read_store(bool has_changed) {
  const GenerationPtr current = generation();
  usage::SnapshotStore& store = current->workspace->store();
  const auto stamp = [&](const std::filesystem::path& file) -> FileStamp {
    const auto info = current->workspace->system().filesystem.info(file);
    return info ? FileStamp({info->size, info->modified}) : std::nullopt;
  };
  const FileStamp snapshots = stamp(store.snapshots_file());
  const FileStamp attempts = stamp(store.attempts_file());
  if (snapshots != snapshots_stamp_ || attempts != attempts_stamp_) has_changed = true;
  snapshots_stamp_ = snapshots;
  attempts_stamp_ = attempts;
  const bool is_old = now() - published_at_ > k_documents_age;
  if (has_changed) stored_ = store.read();
  if (is_old) find_instances();
  if (has_changed || is_old) publish();
}

void Keeper::publish() {
  const GenerationPtr current = generation();
  published_at_ = now();
  // A demo was recorded long ago, but widgets count from their own clock.
  if (!demo_shift_)
    demo_shift_ = current->workspace->system().clock.now() - current->workspace->now();
  std::vector<InstanceState> states;
  for (const usage::Instance& instance : instances_) {
    InstanceState state{instance, current->workspace->stored(instance, stored_), std::nullopt};
    const auto found = stored_.find(instance.key());
    if (found != stored_.end()) state.attempt = found->second.attempt;
    const auto fresh = fresh_.find(instance.key());
    if (fresh != fresh_.end()) {
      if (state.attempt && state.attempt->at >= fresh->second.began) {
        fresh_.erase(fresh);
      } else {
        state.snapshot = fresh->second.snapshot;
      }
    }
    if (current->workspace->is_demo() && state.snapshot) move_times(*state.snapshot, *demo_shift_);
    states.push_back(std::move(state));
  }
  publish_(std::make_shared<const Documents>(make_documents(states, published_at_)));
}

void Keeper::look(std::vector<std::string> keys, std::function<void()> done) {
  tasks_.add([this, keys = std::move(keys), done = std::move(done)] {
    read_store(false);
    done();
    const GenerationPtr current = generation();
    const base::TimePoint time = now();
    std::vector<usage::Instance> stale;
    for (const usage::Instance& instance : instances_) {
      const bool is_wanted = keys.empty() || std::ranges::find(keys, instance.key()) != keys.end();
      if (is_wanted && instance.activation != model::Activation::off && is_stale(instance, time))
        stale.push_back(instance);
    }
    const base::Milliseconds age = max_age(*current);
    start_probes(stale, {age, age, false});
  });
}

bool Keeper::is_stale(const usage::Instance& instance, base::TimePoint time) const {
  const GenerationPtr current = generation();
  const base::Milliseconds age = max_age(*current);
  const auto fresh = fresh_.find(instance.key());
  if (fresh != fresh_.end() && time - fresh->second.ended < age) return false;
  return !usage::keys_to_refresh({instance}, stored_, {age, age, false}, time).empty();
}

void Keeper::refresh(std::vector<std::string> keys) {
  tasks_.add([this, keys = std::move(keys)] {
    std::vector<usage::Instance> wanted;
    for (const usage::Instance& instance : instances_)
      if (std::ranges::find(keys, instance.key()) != keys.end()) wanted.push_back(instance);
    start_probes(wanted, {0ms, 0ms, false});
  });
}

void Keeper::start_probes(const std::vector<usage::Instance>& wanted,
                          const usage::RefreshPolicy& policy) {
  const GenerationPtr current = generation();
  if (current->workspace->is_demo()) return;
  std::vector<usage::Instance> instances;
  for (const usage::Instance& instance : wanted)
    if (running_.insert(instance.key()).second) instances.push_back(instance);
  if (instances.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    ++running_batches_;
  }
  batches_.emplace_back();
  const auto batch = std::prev(batches_.end());
  *batch = std::thread([this, batch, instances = std::move(instances), policy, current] {
    probe(instances, policy, *current);
    tasks_.add([this, batch] {
      batch->join();
      batches_.erase(batch);
      const std::lock_guard lock(mutex_);
      --running_batches_;
      batch_ended_.notify_all();
    });
  });
}

void Keeper::probe(const std::vector<usage::Instance>& instances,
                   const usage::RefreshPolicy& policy, const Generation& generation) {
  usage::Workspace& workspace = *generation.workspace;
  usage::ProbeAllOptions options;
  options.max_parallel = generation.config.defaults.max_parallel;
  options.probe_timeout = generation.config.defaults.timeout;
  options.deadline = system::Deadline(stop_.get_token());
  usage::HistoryFile history(workspace.data_directory(), workspace.system(), log_);
  usage::probe_all(
      instances,
      [&](const usage::Instance& instance, const system::Deadline& deadline) {
        const base::TimePoint began = workspace.now();
        model::UsageSnapshot snapshot =
            workspace.refresh(instance, generation.settings, policy, deadline);
        tasks_.add([this, key = instance.key(), fresh = Fresh{snapshot, began, workspace.now()}] {
          take_result(key, fresh);
        });
        const auto kept = history.append(usage::samples_of({snapshot}), deadline);
        if (!kept)
          log_.log(base::LogLevel::warning, "serve",
                   "The sample is not recorded: " + kept.error().message);
        return snapshot;
      },
      options);
}

void Keeper::take_result(const std::string& key, Fresh fresh) {
  running_.erase(key);
  fresh_.insert_or_assign(key, std::move(fresh));
  read_store(true);
}

void Keeper::finish(const system::Deadline& deadline) {
  std::unique_lock lock(mutex_);
  batch_ended_.wait_until(lock, deadline.at(), [this] { return running_batches_ == 0; });
}

Result<std::vector<model::HistorySample>> Keeper::history(const HistoryQuery& query) {
  const GenerationPtr current = generation();
  const usage::Workspace& workspace = *current->workspace;
  usage::HistoryFilter filter;
  if (query.instance_key) filter.instance_ids.push_back(*query.instance_key);
  filter.since = query.since;
  filter.until = query.until;
  const usage::HistoryFile file(workspace.data_directory(), workspace.system(), log_);
  const bool has_file = workspace.system().filesystem.exists(file.path());
  if (workspace.is_demo() || !has_file) return std::vector<model::HistorySample>();
  USAGESTAT_TRY(usage::NewestSamples newest,
                usage::newest_samples(file.path(), filter, query.limit, workspace.system(),
                                      system::Deadline::after(k_history_time, stop_.get_token())));
  return std::move(newest.samples);
}

}  // namespace usagestat::server
