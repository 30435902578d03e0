// SPDX-License-Identifier: MIT
// Stories come from anybody: whatever a document says, reading and playing it ends in a value.
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "story/compare_story.hpp"
#include "story/story_world.hpp"

namespace usagestat::story {
namespace {

constexpr std::string_view k_document = R"x({
  "description": "d", "now": "2026-01-29T17:30:00Z", "timezone": "UTC", "platform": "linux",
  "mode": "auto", "provider": "acme",
  "config": {"apiKey": "k", "settings": {"a": [1, 2]}, "env": {"X": "y"}},
  "env": {"NAME": "value"},
  "files": {"~/a.json": {"json": {"t": "x"}}, "~/b": {"base64": "AAAA"}, "~/d": {"directory": true},
            "~/s.db": {"sqlite": ["CREATE TABLE t(a)", "INSERT INTO t VALUES(1)"]}},
  "keychain": {"svc": {"json": [1]}}, "cookies": {"a.test": "b=c"},
  "commands": [{"run": ["gh", "auth"], "exit": 0, "stdout": "x",
                "dialogue": [{"send": {"id": 1}, "receive": {"id": 1}}]}],
  "processes": [{"pid": 1, "name": "n", "args": "a", "ports": [80]}],
  "http": [{"request": {"method": "POST", "url": "https://a.test/?b=%20c", "headers": {"x": null},
                        "form": {"a": "b"}}, "response": {"status": 200, "json": {"x": 1.5}}},
           {"request": {"url": "https://a.test/"}, "error": "timeout", "optional": true}],
  "expect": {"plan": "Max", "lines": [{"type": "progress", "label": "Session", "used": 1,
             "limit": 100, "format": {"kind": "percent"}, "resetsAt": "2026-01-29T20:00:00Z"}],
             "files": {"~/s.db": {"sqlite": {"query": "SELECT a FROM t", "rows": [[1]]}},
                       "~/a.json": {"json": {}}}, "keychain": {"svc": "x"}}})x";

constexpr std::string_view k_tokens[] = {"\"",
                                         "{}",
                                         "[",
                                         "]",
                                         "null",
                                         "1e999",
                                         "-1",
                                         "\\u0000",
                                         "\\ud800",
                                         "\xff",
                                         "~",
                                         "/../../",
                                         ",",
                                         ":",
                                         "true",
                                         "18446744073709551616",
                                         "\"json\":",
                                         "\n",
                                         "{\"text\":\"\"}",
                                         "\"error\":\"dns\"",
                                         "[[[[[[[[[[[[[[",
                                         "%",
                                         "http://",
                                         "9999-99-99"};

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutate(std::string text) {
    const int changes = 1 + static_cast<int>(below(4));
    for (int i = 0; i < changes && !text.empty(); ++i) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  void change(std::string& text) {
    const std::size_t at = below(text.size());
    const std::size_t length = below(std::min<std::size_t>(text.size() - at, 24)) + 1;
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(below(text.size()), text.substr(at, length));
        break;
      case 3:
        text.insert(at, k_tokens[below(std::size(k_tokens))]);
        break;
      default:
        text.replace(at, length, k_tokens[below(std::size(k_tokens))]);
        break;
    }
  }

  std::mt19937 random_;
};

StoryOutcome some_outcome() {
  StoryOutcome outcome;
  outcome.plan = "Max";
  outcome.lines = {model::TextLine{"A", "1", std::nullopt, std::nullopt}};
  return outcome;
}

TEST_CASE("a mutated story is refused with a sentence or can be played") {
  Mutator mutator(20260129);
  int refused = 0;
  int played = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto story = parse_story(mutator.mutate(std::string(k_document)), "acme/case.json");
    if (!story) {
      ++refused;
      REQUIRE(story.error().kind == base::ErrorKind::input);
      REQUIRE(story.error().message.starts_with("acme/case.json"));
      continue;
    }
    ++played;
    const StoryWorld world(*story);
    system::HttpRequest request;
    request.url = "https://a.test/?b=+c";
    request.body = "a=b";
    (void)world.system().http.send(request, system::Deadline());
    REQUIRE_FALSE(compare_story(*story, some_outcome(), world).empty());
  }
  CHECK(refused > 1000);
  CHECK(played > 50);
}

TEST_CASE("every document cut short is refused") {
  for (std::size_t length = 0; length < k_document.size(); ++length)
    REQUIRE(parse_story(k_document.substr(0, length), "acme/case.json").has_error());
}

TEST_CASE("deep nesting is refused, not followed") {
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  CHECK(parse_story(deep, "acme/case.json").has_error());
  CHECK(parse_story(R"({"expect": )" + deep + "}", "acme/case.json").has_error());
}

}  // namespace
}  // namespace usagestat::story
