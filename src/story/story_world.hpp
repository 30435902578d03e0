// SPDX-License-Identifier: MIT
// A System made of a story: nothing outside it exists, and every use of it is noted.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "story/story.hpp"
#include "system/system.hpp"

namespace usagestat::story {

class StoryWorld {
 public:
  explicit StoryWorld(const Story& story);
  ~StoryWorld();
  StoryWorld(const StoryWorld&) = delete;
  StoryWorld& operator=(const StoryWorld&) = delete;

  const system::System& system() const;

  // Requests without an exchange and commands' unexpected input, each a sentence with what was
  // asked and the nearest exchange; then exchanges that were never used (but for optional ones).
  std::vector<std::string> problems() const;

  // The world as the probe left it, for expect.files and expect.keychain.
  base::Result<std::string> file_content(const std::string& path) const;
  base::Result<base::json::array> query(const std::string& path, const std::string& sql) const;
  std::optional<std::string> keychain_value(const std::string& service) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace usagestat::story
