// SPDX-License-Identifier: MIT
// Stories for tests from a few keys of JSON.
#pragma once

#include <string>

#include <catch2/catch_test_macros.hpp>

#include "story/story.hpp"

namespace usagestat::story {

// The document {"http": [], "expect": {}} with `members` in front; one of these two keys in
// `members` wins.
inline std::string document_of(const std::string& members) {
  std::string text = "{" + members;
  const auto add = [&](const std::string& key, const std::string& value) {
    if (members.find("\"" + key + "\":") != std::string::npos) return;
    text += (text.size() > 1 ? ", \"" : "\"") + key + "\": " + value;
  };
  add("http", "[]");
  add("expect", "{}");
  return text + "}";
}

inline Story make_story(const std::string& members) {
  auto story = parse_story(document_of(members), "stories/acme/case.json");
  INFO((story ? std::string() : story.error().message));
  REQUIRE(story.has_value());
  return *std::move(story);
}

// The message and the hint of the error that this document gives.
inline std::string story_error(const std::string& members) {
  const auto story = parse_story(document_of(members), "acme/case.json");
  REQUIRE(story.has_error());
  CHECK(story.error().kind == base::ErrorKind::input);
  return story.error().hint.empty() ? story.error().message
                                    : story.error().message + " | " + story.error().hint;
}

}  // namespace usagestat::story
