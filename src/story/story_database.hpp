// SPDX-License-Identifier: MIT
// The SQLite files of a story, built in memory from the statements that it lists.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "story/story.hpp"
#include "system/database.hpp"

namespace usagestat::system {
class MemoryDatabase;
}

namespace usagestat::story {

class StoryDatabase final : public system::Database {
 public:
  explicit StoryDatabase(const Story& story);
  ~StoryDatabase() override;

  base::Result<base::json::array> rows(const std::filesystem::path& path, std::string_view sql,
                                       const base::json::value& parameters,
                                       const system::Deadline& deadline) override;
  base::Result<void> execute(const std::filesystem::path& path, std::string_view sql,
                             const base::json::value& parameters,
                             const system::Deadline& deadline) override;

  // Statements of the story that SQLite refused.
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  base::Result<void> build(const std::string& path, const std::vector<std::string>& statements);

  system::Platform platform_;
  std::unique_ptr<system::MemoryDatabase> memory_;
  std::set<std::string> read_only_;
  std::vector<std::string> problems_;
};

}  // namespace usagestat::story
