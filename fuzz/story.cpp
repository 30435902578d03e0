// SPDX-License-Identifier: MIT
// Reads arbitrary bytes as a story, and plays in its world when it is one.
#include "story/story.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "story/compare_story.hpp"
#include "story/story_world.hpp"

namespace {

using namespace usagestat;

bool has_database(const story::Story& story) {
  for (const auto& [path, file] : story.files)
    if (file.kind == story::StoryFile::Kind::sqlite) return true;
  return false;
}

void play(const story::Story& story) {
  const story::StoryWorld world(story);
  const system::System& system = world.system();
  for (const story::StoryExchange& exchange : story.exchanges) {
    system::HttpRequest request;
    request.method = exchange.method;
    request.url = exchange.url;
    request.body = exchange.text_body.value_or("a=b&c");
    (void)system.http.send(request, system::Deadline());
  }
  for (const auto& [path, file] : story.files) {
    (void)system.filesystem.info(path);
    (void)system.filesystem.list_directory(system::Path(path).parent_path());
    (void)system.filesystem.write_file(path, "x");
  }
  story::StoryOutcome outcome;
  outcome.lines = {model::TextLine{"A", "1", std::nullopt, std::nullopt}};
  (void)story::compare_story(story, outcome, world);
  (void)story::compare_story(story, base::Error{base::ErrorKind::auth, "m", "h"}, world);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto story = usagestat::story::parse_story(text, "acme/case.json");
  // SQL of strangers may run for seconds; that is SQLite's to fuzz.
  if (story && !has_database(*story)) play(*story);
  return 0;
}
