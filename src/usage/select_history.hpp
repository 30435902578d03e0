// SPDX-License-Identifier: MIT
// Which samples the words of a command line mean.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "usage/instance.hpp"
#include "usage/read_history.hpp"

namespace usagestat::usage {

struct HistorySelection {
  HistoryFilter filter;
  // Neither a known provider nor an instance; only a history file can tell whether they mean
  // something (a plugin that was removed).
  std::vector<std::string> unknown;
};

// Words are ids, aliases, instance ids or "all"; comma lists allowed. A provider stands for all of
// its instances, also for those that are no longer configured.
HistorySelection select_history(const std::vector<Instance>& all,
                                const std::vector<std::string>& words);

}  // namespace usagestat::usage
