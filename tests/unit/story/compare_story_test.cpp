// SPDX-License-Identifier: MIT
#include "story/compare_story.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

using base::Result;
using Differences = std::vector<std::string>;

StoryOutcome outcome_with(std::vector<model::MetricLine> lines) {
  StoryOutcome outcome;
  outcome.lines = std::move(lines);
  return outcome;
}

Differences compare(const std::string& members, const Result<StoryOutcome>& outcome) {
  const Story story = make_story(members);
  const StoryWorld world(story);
  return compare_story(story, outcome, world);
}

model::ProgressLine session() {
  model::ProgressLine line;
  line.label = "Session";
  line.used = 4;
  line.resets_at = base::parse_rfc3339("2026-01-29T20:00:00Z");
  line.period_ms = 18000000;
  return line;
}

constexpr std::string_view k_session = R"("expect": {"lines": [{"type": "progress",
  "label": "Session", "used": 4, "limit": 100, "format": {"kind": "percent"},
  "resetsAt": "2026-01-29T21:00:00+01:00", "periodDurationMs": 18000000}]})";

TEST_CASE("only what is stated is compared") {
  StoryOutcome outcome = outcome_with({session()});
  outcome.plan = "Max";
  CHECK(compare("", outcome).empty());
  CHECK(compare(R"("expect": {"plan": "Max"})", outcome).empty());
  CHECK(compare(R"("expect": {"plan": "Pro"})", outcome) ==
        Differences{R"(plan: expected "Pro", got "Max")"});
  CHECK(compare(R"("expect": {"account": null})", outcome).empty());
  CHECK(compare(R"("expect": {"plan": null})", outcome) ==
        Differences{R"(plan: expected null, got "Max")"});
  CHECK(compare(R"("expect": {"source": "api"})", outcome) ==
        Differences{R"(source: expected "api", got null)"});
  CHECK(compare(R"("expect": {"displayName": "D"})", outcome) ==
        Differences{R"(displayName: expected "D", got null)"});
}

TEST_CASE("times are compared as instants and numbers within a millionth") {
  CHECK(compare(std::string(k_session), outcome_with({session()})).empty());
  model::ProgressLine line = session();
  line.used = 4.0000001;
  CHECK(compare(std::string(k_session), outcome_with({line})).empty());
  line.used = 5;
  line.resets_at.reset();
  CHECK(compare(std::string(k_session), outcome_with({line})) ==
        Differences{"lines[0].used: expected 4.0, got 5.0",
                    R"(lines[0].resetsAt: expected "2026-01-29T20:00:00Z", got nothing)"});
}

TEST_CASE("an absent colour or subtitle means null") {
  const std::string story =
      R"("expect": {"lines": [{"type": "text", "label": "A", "value": "1"}]})";
  model::TextLine line;
  line.label = "A";
  line.value = "1";
  CHECK(compare(story, outcome_with({line})).empty());
  line.color = "#fff";
  CHECK(compare(story, outcome_with({line})) ==
        Differences{R"(lines[0].color: expected null, got "#fff")"});
}

TEST_CASE("lines are compared whole and in order") {
  model::TextLine extra;
  extra.label = "Extra";
  const Differences differences = compare(std::string(k_session), outcome_with({session(), extra}));
  REQUIRE(differences.size() == 2);
  CHECK(differences[0] == "lines: expected 1 lines (Session), got 2 lines (Session, Extra)");
  CHECK(differences[1].starts_with("lines[1]: expected nothing, got {"));
  CHECK(compare(R"("expect": {"lines": []})", outcome_with({})).empty());
}

TEST_CASE("an expected error is compared by kind and by a part of its text") {
  const base::Error error{base::ErrorKind::auth, "Session expired.", "Run `x login`."};
  CHECK(compare(R"("expect": {"error": {}})", error).empty());
  CHECK(compare(R"("expect": {"error": {"kind": "auth", "messageContains": "EXPIRED"}})", error)
            .empty());
  CHECK(compare(R"("expect": {"error": {"messageContains": "run `x"}})", error).empty());
  CHECK(compare(R"("expect": {"error": {"messageContains": "expired. Run"}})", error).empty());
  CHECK(compare(R"("expect": {"error": {"kind": "network", "messageContains": "gone"}})", error) ==
        Differences{
            "error.kind: expected network, got error auth: Session expired. (Run `x login`.)",
            "error.message: expected to contain \"gone\", got error auth: Session expired. (Run "
            "`x login`.)"});
}

TEST_CASE("a success where an error is expected, and the other way round") {
  CHECK(compare(R"("expect": {"error": {"kind": "auth"}})", outcome_with({session()})) ==
        Differences{R"(error: expected {"kind":"auth"}, got 1 lines (Session))"});
  CHECK(
      compare(R"("expect": {"plan": "x"})", base::Error{base::ErrorKind::plugin, "Broken.", ""}) ==
      Differences{"expected no error, got error plugin: Broken."});
}

TEST_CASE("problems of the world are differences") {
  CHECK(compare(R"("http": [{"request": {"url": "https://a.test/"}, "response": {}}])",
                outcome_with({})) == Differences{"http[0] GET https://a.test/ was never asked."});
}

TEST_CASE("files are compared as JSON, text, bytes or rows") {
  const Story story = make_story(R"x(
    "files": {"~/a.json": {"text": "{ \"b\": 1, \"a\": [2.0] }"}, "~/t": {"text": "x"},
              "~/s.db": {"sqlite": ["CREATE TABLE t(k, v)", "INSERT INTO t VALUES('a', 1)"]}},
    "expect": {"files": {
      "~/a.json": {"json": {"a": [2], "b": 1}}, "~/t": {"text": "x"}, "/home/story/t": {"base64": "eA=="},
      "~/s.db": {"sqlite": {"query": "SELECT k, v FROM t", "rows": [["a", 1]]}}, "~/none": null}})x");
  const StoryWorld world(story);
  CHECK(compare_story(story, outcome_with({}), world).empty());
}

TEST_CASE("differences of files and keychain name them") {
  const Story story = make_story(R"x(
    "files": {"~/a.json": {"json": {"a": 1}}, "~/t": {"text": "x"}, "~/bad.json": {"text": "{"},
              "~/s.db": {"sqlite": ["CREATE TABLE t(k)", "INSERT INTO t VALUES('a')"]}},
    "keychain": {"same": "1", "json": "{\"a\":1}", "other": "x"},
    "expect": {
      "files": {"~/a.json": {"json": {"a": 2}}, "~/t": null, "~/none": {"text": ""},
                "~/bad.json": {"json": 1},
                "~/s.db": {"sqlite": {"query": "SELECT k FROM t", "rows": [["b"]]}}},
      "keychain": {"same": "1", "json": {"json": {"a": 2}}, "other": "y", "gone": null, "no": "z"}})x");
  const StoryWorld world(story);
  CHECK(compare_story(story, outcome_with({}), world) ==
        Differences{R"(files["~/a.json"].a: expected 2, got 1)",
                    R"(files["~/t"]: expected no file, got "x")",
                    R"(files["~/none"]: expected a file, got none)",
                    R"(files["~/bad.json"]: expected JSON, got "{")",
                    R"(files["~/s.db"].rows[0][0]: expected "b", got "a")",
                    R"(keychain["json"].a: expected 2, got 1)",
                    R"(keychain["other"]: expected "y", got "x")",
                    R"(keychain["no"]: expected "z", got null)"});
}

}  // namespace
}  // namespace usagestat::story
