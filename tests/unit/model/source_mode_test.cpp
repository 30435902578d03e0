// SPDX-License-Identifier: MIT
#include "model/source_mode.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

TEST_CASE("modes by word") {
  CHECK(source_mode_words() ==
        std::vector<std::string>{"auto", "web", "cli", "oauth", "api", "local", "custom"});
  CHECK(to_string(SourceMode::automatic) == "auto");
  CHECK(to_string(SourceMode::oauth) == "oauth");
  CHECK(to_string(SourceMode::custom) == "custom");
  for (const std::string& word : source_mode_words())
    CHECK(to_string(*source_mode_from(word)) == word);
  CHECK_FALSE(source_mode_from("Auto"));
  CHECK_FALSE(source_mode_from(""));
  CHECK_FALSE(source_mode_from("error"));
}

}  // namespace
}  // namespace usagestat::model
