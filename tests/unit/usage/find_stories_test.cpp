// SPDX-License-Identifier: MIT
#include "usage/find_stories.hpp"

#include <catch2/catch_test_macros.hpp>

#include "story/story_files.hpp"
#include "unit/story/make_story.hpp"

namespace usagestat::usage {
namespace {

// Relative paths are seen from the home directory of a story.
constexpr const char* k_tree = R"("files": {
  "tests/fixtures/providers/acme/b.json": {"text": ""},
  "tests/fixtures/providers/acme/a.json": {"text": ""},
  "tests/fixtures/providers/acme/notes.md": {"text": ""},
  "tests/fixtures/providers/acme/deep/er/c.json": {"text": ""},
  "tests/fixtures/providers/other/d.json": {"text": ""},
  "other/e.json": {"text": ""}, "mine/x.story": {"text": ""},
  "bare": {"directory": true}})";

std::string found(const std::vector<std::string>& words, const char* tree = k_tree) {
  story::StoryFiles files(story::make_story(tree));
  const auto stories = find_stories(words, files);
  if (!stories)
    return std::string(base::to_string(stories.error().kind)) + ": " + stories.error().message +
           " | " + stories.error().hint;
  std::string names;
  for (const StoryFile& story : *stories)
    names += (names.empty() ? "" : " ") + story.path.generic_string();
  return names;
}

TEST_CASE("without words every story of every provider") {
  CHECK(found({}) ==
        "tests/fixtures/providers/acme/a.json tests/fixtures/providers/acme/b.json "
        "tests/fixtures/providers/acme/deep/er/c.json tests/fixtures/providers/other/d.json");
  CHECK(found({}, "") ==
        "input: There is no story in tests/fixtures/providers. | A story is a .json file; see the "
        "plugin guide for its form.");
}

TEST_CASE("a word is a file, a folder or a provider") {
  CHECK(found({"mine/x.story"}) == "mine/x.story");
  CHECK(found({"tests/fixtures/providers/acme/deep"}) ==
        "tests/fixtures/providers/acme/deep/er/c.json");
  CHECK(found({"acme"}) ==
        "tests/fixtures/providers/acme/a.json tests/fixtures/providers/acme/b.json "
        "tests/fixtures/providers/acme/deep/er/c.json");
}

TEST_CASE("a folder here wins over the provider of its name, unless it holds no story") {
  CHECK(found({"other"}) == "other/e.json");
  CHECK(found({"acme"}, R"("files": {"acme": {"directory": true},
    "tests/fixtures/providers/acme/a.json": {"text": ""}})") ==
        "tests/fixtures/providers/acme/a.json");
}

TEST_CASE("a story named twice is run once") {
  CHECK(found({"other/e.json", "./other/../other/e.json", "other"}) == "other/e.json");
}

TEST_CASE("words that mean nothing") {
  CHECK(found({"amce"}) ==
        "usage: There is no story file, folder or provider called amce. | Did you mean acme?");
  CHECK(found({"zzzzzzzz"}) ==
        "usage: There is no story file, folder or provider called zzzzzzzz. | Stories of providers "
        "are looked for in tests/fixtures/providers.");
  CHECK(found({"no/such.json"}).starts_with("usage: There is no story file"));
  CHECK(found({"bare"}).starts_with("input: There is no story in bare."));
}

}  // namespace
}  // namespace usagestat::usage
