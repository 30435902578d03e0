// SPDX-License-Identifier: MIT
#include "story/record_story.hpp"

#include "base/text.hpp"
#include "story/record_database.hpp"
#include "story/record_files.hpp"
#include "story/record_services.hpp"
#include "story/recorded_world.hpp"
#include "story/secret_stand_ins.hpp"
#include "story/story.hpp"
#include "story/write_story.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;

// What of an entry reaches a probe; the rest is about when and where to show it.
json::object story_config(const json::object& entry) {
  json::object config;
  for (const std::string_view key : k_story_config_keys)
    if (const json::value* value = entry.if_contains(key); value != nullptr && !value->is_null())
      config[key] = *value;
  for (const std::string_view key : {"settings", "env"})
    if (const json::value* value = config.if_contains(key))
      if (value->is_object() && value->get_object().empty()) config.erase(key);
  return config;
}

}  // namespace

struct StoryRecorder::Parts {
  explicit Parts(const system::System& outside)
      : real(outside),
        clock(outside.clock, world),
        environment(outside.environment, world),
        files(outside.filesystem, world),
        http(outside.http, world),
        commands(outside.processes, world),
        process_table(outside.process_table, world),
        keychain(outside.secrets, world),
        database(outside.database, world),
        recording{clock,    environment,      files, http, commands, process_table, keychain,
                  database, outside.time_zone} {}

  system::System real;
  RecordedWorld world;
  RecordingClock clock;
  RecordingEnvironment environment;
  RecordingFiles files;
  RecordingHttp http;
  RecordingCommands commands;
  RecordingProcessTable process_table;
  RecordingKeychain keychain;
  RecordingDatabase database;
  system::System recording;
  std::vector<std::string> problems;
};

StoryRecorder::StoryRecorder(const system::System& real) : parts_(std::make_unique<Parts>(real)) {}

StoryRecorder::~StoryRecorder() = default;

const std::vector<std::string>& StoryRecorder::problems() const { return parts_->problems; }

const system::System& StoryRecorder::system() const { return parts_->recording; }

json::object StoryRecorder::finish(std::string_view provider_id, std::string_view mode,
                                   const json::object& config,
                                   const base::Result<StoryOutcome>& outcome) const {
  const base::TimePoint now = parts_->clock.now();
  const std::lock_guard guard(parts_->world.mutex);
  const RecordedWorld& world = parts_->world;
  const system::Environment& environment = parts_->real.environment;
  const std::string home = environment.home_directory().lexically_normal().generic_string();
  SecretStandIns stand_ins;
  if (home.size() > 1) stand_ins.learn_literal(home, k_story_home);
  learn_world(world, config, stand_ins);

  std::vector<std::string>& problems = parts_->problems;
  problems = world.problems;
  json::object story;
  story["provider"] = provider_id;
  story["description"] = "";
  story["now"] = base::format_utc(now);
  story["timezone"] = parts_->real.time_zone ? parts_->real.time_zone->name() : "UTC";
  story["platform"] = system::to_string(environment.platform());
  story["mode"] = mode;
  json::object told = story_config(config);
  if (!told.empty()) story["config"] = stand_ins.replace_in(json::value(std::move(told)));
  write_world(world, home, stand_ins, story, problems);
  story["expect"] = write_expectation(world, parts_->real, home, stand_ins, outcome);
  for (std::string& problem : problems) problem = stand_ins.replace(problem);
  story["description"] =
      problems.empty() ? std::string("Recorded from a live probe.")
                       : "Recorded from a live probe. Incomplete: " + base::join(problems, " ");
  return story;
}

}  // namespace usagestat::story
