// SPDX-License-Identifier: MIT
// Recorded usage for people: the course of every window and the newest samples.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "cli/sparkline.hpp"
#include "model/history_sample.hpp"
#include "system/time_zones.hpp"

namespace usagestat::cli {

// Takes samples as they come and keeps of them what the picture needs.
class HistoryPicture {
 public:
  // `newest`: how many samples of each instance are listed.
  explicit HistoryPicture(std::size_t newest) : newest_(newest) {}

  void add(const model::HistorySample& sample);
  bool is_empty() const { return instances_.empty(); }

  // By instance, in the order in which they first came.
  std::string render(base::TimePoint now, const system::TimeZone& zone, std::size_t width,
                     bool color) const;

 private:
  struct Instance {
    std::string id;
    std::size_t count = 0;
    base::TimePoint first;
    std::vector<std::string> labels;        // of windows, as they came
    std::map<std::string, Course> windows;  // percent by label
    Course primary;                         // percent, of samples without windows
    Course cost;                            // dollars
    std::deque<model::HistorySample> newest;
  };
  class Renderer;

  std::size_t newest_;
  std::vector<Instance> instances_;
  std::map<std::string, std::size_t> place_;  // by instance id
};

}  // namespace usagestat::cli
