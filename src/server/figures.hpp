// SPDX-License-Identifier: MIT
// What the routes can ask for, whoever keeps it: the real keeper, or a test's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "model/history_sample.hpp"

namespace usagestat::server {

struct HistoryQuery {
  std::optional<std::string> instance_key;  // of one instance; else all
  std::optional<base::TimePoint> since;
  std::optional<base::TimePoint> until;
  std::size_t limit = 1000;  // newest of each instance
};

class Figures {
 public:
  virtual ~Figures() = default;

  // Takes over what other processes have learnt, then calls `done` from any thread; also starts
  // probes in the background of those `keys` (all enabled instances when empty) whose figures are
  // old. Returns at once.
  virtual void look(std::vector<std::string> keys, std::function<void()> done) = 0;

  // Starts probes of these instances now, as far as their services allow. Returns at once.
  virtual void refresh(std::vector<std::string> keys) = 0;

  // Newest last. Blocks; kind io when the file cannot be read.
  virtual base::Result<std::vector<model::HistorySample>> history(const HistoryQuery& query) = 0;

  virtual base::TimePoint now() const = 0;
};

}  // namespace usagestat::server
