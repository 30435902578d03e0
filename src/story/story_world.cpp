// SPDX-License-Identifier: MIT
#include "story/story_world.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <mutex>

#include "story/story_commands.hpp"
#include "story/story_database.hpp"
#include "story/story_files.hpp"
#include "story/story_http.hpp"
#include "system/process_listing.hpp"

namespace usagestat::story {
namespace {

using base::Result;

constexpr std::chrono::seconds k_query_limit{5};
constexpr std::size_t k_any_size = std::numeric_limits<std::size_t>::max();

class StoryClock final : public system::Clock {
 public:
  explicit StoryClock(base::TimePoint now) : now_(now) {}
  base::TimePoint now() const override { return now_; }
  // Time stands still, so a pause is over at once.
  Result<void> sleep(base::Milliseconds, const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    return {};
  }

 private:
  base::TimePoint now_;
};

class StoryEnvironment final : public system::Environment {
 public:
  explicit StoryEnvironment(const Story& story)
      : variables_(story.env.begin(), story.env.end()), platform_(story.platform) {}

  std::optional<std::string> get(std::string_view name) const override {
    const auto variable = variables_.find(name);
    if (variable == variables_.end() || variable->second.empty()) return std::nullopt;
    return variable->second;
  }
  std::map<std::string, std::string> all() const override {
    return {variables_.begin(), variables_.end()};
  }
  std::filesystem::path home_directory() const override { return k_story_home; }
  std::filesystem::path current_directory() const override { return k_story_home; }
  std::string user_name() const override { return "story"; }
  system::Platform platform() const override { return platform_; }

 private:
  std::map<std::string, std::string, std::less<>> variables_;
  system::Platform platform_;
};

// Items by service; the account is not looked at, since stories do not state it.
class StoryKeychain final : public system::SecretStore {
 public:
  explicit StoryKeychain(const Story& story)
      : items_(story.keychain.begin(), story.keychain.end()) {}

  Result<std::optional<std::string>> read(std::string_view service, std::string_view,
                                          const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    return find(service);
  }
  Result<void> write(std::string_view service, std::string_view, std::string_view value,
                     const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    const std::lock_guard guard(mutex_);
    items_.insert_or_assign(std::string(service), std::string(value));
    return {};
  }
  Result<void> remove(std::string_view service, std::string_view,
                      const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    const std::lock_guard guard(mutex_);
    items_.erase(std::string(service));
    return {};
  }
  std::optional<std::string> find(std::string_view service) const {
    const std::lock_guard guard(mutex_);
    const auto item = items_.find(service);
    return item == items_.end() ? std::nullopt : std::optional<std::string>(item->second);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> items_;
};

// The programs that the story says are running.
class StoryProcessTable final : public system::ProcessTable {
 public:
  explicit StoryProcessTable(const Story& story) : processes_(story.processes) {}

  Result<std::vector<system::RunningProcess>> find(std::string_view name,
                                                   const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    std::vector<system::RunningProcess> found;
    for (const StoryProcess& process : processes_) {
      system::RunningProcess running{process.pid, system::program_name(process.name),
                                     system::split_command_line(process.name, process.arguments)};
      if (system::is_named(running, name)) found.push_back(std::move(running));
    }
    std::ranges::sort(found, {}, &system::RunningProcess::pid);
    return found;
  }
  Result<std::vector<int>> listening_ports(int pid, const system::Deadline& deadline) override {
    if (deadline.expired()) return deadline.error();
    const auto process = std::ranges::find(processes_, pid, &StoryProcess::pid);
    return process == processes_.end() ? std::vector<int>() : process->ports;
  }

 private:
  std::vector<StoryProcess> processes_;
};

}  // namespace

struct StoryWorld::Parts {
  explicit Parts(const Story& story)
      : platform(story.platform),
        clock(story.now),
        environment(story),
        files(story),
        http(story),
        commands(story),
        process_table(story),
        keychain(story),
        database(story) {}

  system::Platform platform;
  StoryClock clock;
  StoryEnvironment environment;
  StoryFiles files;
  StoryHttp http;
  StoryCommands commands;
  StoryProcessTable process_table;
  StoryKeychain keychain;
  StoryDatabase database;
  std::vector<std::string> problems;
  std::optional<system::System> system;
};

StoryWorld::StoryWorld(const Story& story) : parts_(std::make_unique<Parts>(story)) {
  system::TimeZonePtr zone = system::utc_time_zone();
  if (auto named = system::find_time_zone(story.time_zone))
    zone = *std::move(named);
  else
    parts_->problems.push_back("timezone: " + named.error().message);
  parts_->system.emplace(system::System{parts_->clock, parts_->environment, parts_->files,
                                        parts_->http, parts_->commands, parts_->process_table,
                                        parts_->keychain, parts_->database, std::move(zone)});
}

StoryWorld::~StoryWorld() = default;

const system::System& StoryWorld::system() const { return *parts_->system; }

std::vector<std::string> StoryWorld::problems() const {
  std::vector<std::string> all = parts_->problems;
  for (const auto& more :
       {parts_->database.problems(), parts_->commands.problems(), parts_->http.problems()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

Result<std::string> StoryWorld::file_content(const std::string& path) const {
  return parts_->files.read_file(path, k_any_size);
}

Result<base::json::array> StoryWorld::query(const std::string& path, const std::string& sql) const {
  return parts_->database.rows(path, sql, base::json::array(),
                               system::Deadline::after(k_query_limit));
}

std::optional<std::string> StoryWorld::keychain_value(const std::string& service) const {
  return parts_->keychain.find(service);
}

}  // namespace usagestat::story
