// SPDX-License-Identifier: MIT
#include "usage/probe_all.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

namespace usagestat::usage {
namespace {

// Hands out the instances to the workers and keeps the tally.
class Schedule {
 public:
  Schedule(const std::vector<Instance>& instances, const ProbeFunction& probe,
           const ProbeAllOptions& options)
      : instances_(instances), probe_(probe), options_(options) {
    snapshots_.resize(instances.size());
    running_.resize(instances.size(), false);
  }

  void work() {
    for (;;) {
      const std::size_t index = take();
      if (index >= instances_.size()) return;
      model::UsageSnapshot snapshot =
          probe_(instances_[index], options_.deadline.sooner(options_.probe_timeout));
      put(index, std::move(snapshot));
    }
  }

  std::vector<model::UsageSnapshot> take_snapshots() { return std::move(snapshots_); }

 private:
  std::size_t take() {
    const std::lock_guard lock(mutex_);
    const std::size_t index = next_++;
    if (index < instances_.size()) {
      running_[index] = true;
      report();
    }
    return index;
  }

  void put(std::size_t index, model::UsageSnapshot snapshot) {
    const std::lock_guard lock(mutex_);
    snapshots_[index] = std::move(snapshot);
    running_[index] = false;
    ++finished_;
    report();
  }

  void report() const {
    if (!options_.on_progress) return;
    ProbeProgress progress{finished_, instances_.size(), {}};
    for (std::size_t i = 0; i < instances_.size(); ++i) {
      if (running_[i]) progress.running.push_back(instances_[i].key());
    }
    options_.on_progress(progress);
  }

  const std::vector<Instance>& instances_;
  const ProbeFunction& probe_;
  const ProbeAllOptions& options_;
  std::mutex mutex_;
  std::vector<model::UsageSnapshot> snapshots_;
  std::vector<bool> running_;
  std::size_t next_ = 0;
  std::size_t finished_ = 0;
};

}  // namespace

std::vector<model::UsageSnapshot> probe_all(const std::vector<Instance>& instances,
                                            const ProbeFunction& probe,
                                            const ProbeAllOptions& options) {
  Schedule schedule(instances, probe, options);
  const std::size_t workers =
      std::min<std::size_t>(std::max(1U, options.max_parallel), instances.size());
  {
    std::vector<std::jthread> threads;
    threads.reserve(workers);
    for (std::size_t i = 0; i < workers; ++i) threads.emplace_back([&] { schedule.work(); });
  }
  return schedule.take_snapshots();
}

}  // namespace usagestat::usage
