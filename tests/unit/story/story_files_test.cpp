// SPDX-License-Identifier: MIT
#include "story/story_files.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

using system::FileInfo;
using system::Filesystem;

constexpr std::size_t k_any = 1U << 20U;

std::string content_of(Filesystem& files, const std::string& path) {
  const auto content = files.read_file(path, k_any);
  return content ? *content : content.error().message;
}

TEST_CASE("paths of a story are normalised") {
  using system::Platform;
  CHECK(story_path("~", Platform::linux_os) == "/home/story");
  CHECK(story_path("~/a/../b/", Platform::linux_os) == "/home/story/b");
  CHECK(story_path("/etc//x/./y", Platform::linux_os) == "/etc/x/y");
  CHECK(story_path("a/b", Platform::linux_os) == "/home/story/a/b");
  CHECK(story_path("a\\b", Platform::linux_os) == "/home/story/a\\b");
  CHECK(story_path("~\\a\\b", Platform::windows) == "/home/story/a/b");
  CHECK(story_path("C:\\Users\\x", Platform::windows) == "C:/Users/x");
  CHECK(story_path("/", Platform::linux_os) == "/");
  CHECK(story_path("", Platform::linux_os) == "/home/story");
}

TEST_CASE("listed files exist, nothing else does") {
  StoryFiles files(make_story(R"("files": {"~/.acme/auth.json": {"json": {"a": 1}},
                                           "/etc/x": {"text": "y"}})"));
  CHECK(content_of(files, "/home/story/.acme/auth.json") == R"({"a":1})");
  CHECK(content_of(files, "/etc/../etc/x") == "y");
  CHECK(files.exists("/home/story/.acme/auth.json"));
  CHECK_FALSE(files.exists("/home/story/.acme/other"));
  CHECK_FALSE(files.exists("/usr"));
  CHECK(content_of(files, "/home/story/none") ==
        "Cannot read /home/story/none: no such file or directory.");
  CHECK(content_of(files, "/etc") == "Cannot read /etc: it is a directory.");
  const auto too_large = files.read_file("/home/story/.acme/auth.json", 3);
  REQUIRE(too_large.has_error());
  CHECK(too_large.error().kind == base::ErrorKind::io);
}

TEST_CASE("info tells type, size, mode and time") {
  StoryFiles files(make_story(R"("now": "2026-02-02T00:00:00Z", "files": {
    "~/a": {"text": "four"}, "~/b": {"text": "", "modified": "2025-05-05T00:00:00Z"}})"));
  const auto info = files.info("/home/story/a");
  REQUIRE(info);
  CHECK(info->type == FileInfo::Type::file);
  CHECK(info->size == 4);
  CHECK(info->mode == 0600);
  CHECK(base::format_utc(info->modified) == "2026-02-02T00:00:00Z");
  CHECK(base::format_utc(files.info("/home/story/b")->modified) == "2025-05-05T00:00:00Z");
  CHECK(files.info("/home/story")->type == FileInfo::Type::directory);
  CHECK(files.info("/")->type == FileInfo::Type::directory);
}

TEST_CASE("directories list their own entries only") {
  StoryFiles files(make_story(
      R"("files": {"~/d/b": {"text": ""}, "~/d/a/x": {"text": ""}, "~/d2/c": {"text": ""}})"));
  const auto names = files.list_directory("/home/story/d/");
  REQUIRE(names.has_value());
  CHECK(*names == std::vector<std::string>{"a", "b"});
  CHECK(*files.list_directory("/") == std::vector<std::string>{"home"});
  StoryFiles empty(make_story(R"("files": {"~/e/f": {"directory": true}})"));
  CHECK(empty.info("/home/story/e/f")->type == FileInfo::Type::directory);
  CHECK(empty.list_directory("/home/story/e/f")->empty());
  CHECK(files.list_directory("/home/story/none").has_error());
  CHECK(files.list_directory("/home/story/d/b").has_error());
}

TEST_CASE("a written file replaces the old one and keeps its mode") {
  StoryFiles files(make_story(R"("files": {"~/a": {"text": "old"}})"));
  system::WriteOptions wide;
  wide.mode = 0644;
  REQUIRE(files.write_file("/home/story/a", "new", wide).has_value());
  CHECK(content_of(files, "/home/story/a") == "new");
  CHECK(files.info("/home/story/a")->mode == 0600);
  REQUIRE(files.write_file("/home/story/deep/er/b", "made", wide).has_value());
  CHECK(files.info("/home/story/deep/er/b")->mode == 0644);
  CHECK(files.info("/home/story/deep")->type == FileInfo::Type::directory);
  wide.keep_mode = false;
  REQUIRE(files.write_file("/home/story/a", "new", wide).has_value());
  CHECK(files.info("/home/story/a")->mode == 0644);
  REQUIRE(files.append_file("/home/story/a", "er", {}).has_value());
  CHECK(content_of(files, "/home/story/a") == "newer");
  wide.create_directories = false;
  CHECK(files.write_file("/home/story/no/c", "", wide).has_error());
  CHECK(files.write_file("/home/story", "", {}).has_error());
  CHECK(files.write_file("/home/story/a/b", "", {}).has_error());
}

TEST_CASE("a read-only file cannot be replaced") {
  StoryFiles files(make_story(R"("files": {"~/a": {"text": "old", "readOnly": true}})"));
  CHECK_FALSE(files.can_write("/home/story/a"));
  CHECK(files.can_write("/home/story/b"));
  CHECK_FALSE(files.can_write("/home/story"));
  const auto written = files.write_file("/home/story/a", "new", {});
  REQUIRE(written.has_error());
  CHECK(written.error().message == "Cannot write /home/story/a: permission denied.");
  CHECK(files.remove("/home/story/a").has_error());
  CHECK(content_of(files, "/home/story/a") == "old");
}

TEST_CASE("files are renamed and removed") {
  StoryFiles files(make_story(R"("files": {"~/a": {"text": "x"}})"));
  REQUIRE(files.rename("/home/story/a", "/home/story/d/b").has_value());
  CHECK_FALSE(files.exists("/home/story/a"));
  CHECK(content_of(files, "/home/story/d/b") == "x");
  CHECK(files.rename("/home/story/a", "/home/story/c").has_error());
  CHECK(files.remove("/home/story/d/b").has_value());
  CHECK(files.remove("/home/story/d/b").has_value());
  CHECK_FALSE(files.exists("/home/story/d/b"));
}

TEST_CASE("locks are free and paths are real") {
  StoryFiles files(make_story(""));
  CHECK(files.lock("/home/story/x.lock", system::Deadline()).has_value());
  CHECK(files.lock("/home/story/x.lock", system::Deadline::after(std::chrono::milliseconds(0)))
            .has_error());
  CHECK(*files.real_path("/home/story/a/../b") == system::Path("/home/story/b"));
}

}  // namespace
}  // namespace usagestat::story
