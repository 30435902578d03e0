// SPDX-License-Identifier: MIT
// The notes of a recording: what a live probe asked of its System and what it was told.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "system/filesystem.hpp"
#include "system/http_client.hpp"

namespace usagestat::story {

struct RecordedFile {
  enum class Kind { seen, content, database, directory };
  Kind kind = Kind::seen;  // seen: it exists, nobody looked inside
  std::string content;     // before the probe changed it
  bool existed = true;
  bool changed = false;  // the probe wrote, renamed or removed it
  bool read_only = false;
  std::optional<base::TimePoint> modified;
  std::vector<std::string> statements;       // that build the part of the database that was read
  std::vector<std::string> database_values;  // texts of those rows
  bool database_changed = false;
};

struct RecordedCommand {
  std::vector<std::string> argv;
  std::string input;
  int exit_code = 0;
  std::string output;
  std::string errors;
  bool times_out = false;
  struct Line {
    bool is_sent = false;
    std::string text;
  };
  std::vector<Line> dialogue;
};

struct RecordedProcess {
  std::vector<std::string> argv;
  std::vector<int> ports;
};

struct RecordedExchange {
  system::HttpRequest request;
  base::Result<system::HttpResponse> response;
};

struct RecordedItem {
  std::optional<std::string> before;  // empty: there was none
  std::optional<std::string> after;
  bool changed = false;
};

// Guarded by its mutex: a probe may use several threads.
struct RecordedWorld {
  std::mutex mutex;
  std::optional<base::TimePoint> now;
  std::map<std::string, std::string> env;  // those that were set
  std::map<std::string, RecordedFile> files;
  std::map<std::string, std::string> aliases;  // a real path → the path that was asked for
  std::vector<std::shared_ptr<RecordedCommand>> commands;
  std::map<int, RecordedProcess> processes;
  std::set<std::string> installed;  // programs found by name
  std::vector<RecordedExchange> exchanges;
  std::map<std::string, RecordedItem> keychain;
  std::vector<std::string> problems;  // what a story cannot say

  void add_problem(std::string problem) {
    const std::lock_guard guard(mutex);
    for (const std::string& known : problems)
      if (known == problem) return;
    problems.push_back(std::move(problem));
  }

  // The path in the terms of the probe: symbolic links that real_path() resolved are put back.
  std::string asked_path(const system::Path& path) {
    const std::string real = path.lexically_normal().generic_string();
    const std::lock_guard guard(mutex);
    for (auto alias = aliases.rbegin(); alias != aliases.rend(); ++alias) {
      if (real == alias->first) return alias->second;
      if (real.starts_with(alias->first + "/"))
        return alias->second + real.substr(alias->first.size());
    }
    return real;
  }
};

}  // namespace usagestat::story
