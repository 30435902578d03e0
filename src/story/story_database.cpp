// SPDX-License-Identifier: MIT
#include "story/story_database.hpp"

#include <chrono>

#include "system/memory_database.hpp"
#include "system/os_error.hpp"

namespace usagestat::story {
namespace {

using base::Result;
namespace json = base::json;

// For building one database: a story can hold any SQL.
constexpr std::chrono::seconds k_build_limit{5};

}  // namespace

StoryDatabase::StoryDatabase(const Story& story)
    : platform_(story.platform), memory_(std::make_unique<system::MemoryDatabase>()) {
  for (const auto& [written, file] : story.files) {
    if (file.kind != StoryFile::Kind::sqlite) continue;
    const std::string path = story_path(written, platform_);
    const auto built = build(path, file.statements);
    if (file.read_only) read_only_.insert(path);
    if (!built) problems_.push_back("files[\"" + written + "\"]." + built.error().message);
  }
}

StoryDatabase::~StoryDatabase() = default;

Result<void> StoryDatabase::build(const std::string& path,
                                  const std::vector<std::string>& statements) {
  const auto deadline = system::Deadline::after(k_build_limit);
  USAGESTAT_CHECK(memory_->create(path, {}));
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const auto done = memory_->execute(path, statements[i], json::array(), deadline);
    if (!done) return base::with_context(done.error(), "sqlite[" + std::to_string(i) + "]");
  }
  return {};
}

Result<json::array> StoryDatabase::rows(const std::filesystem::path& path, std::string_view sql,
                                        const json::value& parameters,
                                        const system::Deadline& deadline) {
  return memory_->rows(story_path(path.generic_string(), platform_), sql, parameters, deadline);
}

Result<void> StoryDatabase::execute(const std::filesystem::path& path, std::string_view sql,
                                    const json::value& parameters,
                                    const system::Deadline& deadline) {
  const std::string name = story_path(path.generic_string(), platform_);
  if (read_only_.contains(name))
    return system::file_error("use the database", path, "attempt to write a readonly database");
  return memory_->execute(name, sql, parameters, deadline);
}

}  // namespace usagestat::story
