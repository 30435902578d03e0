// SPDX-License-Identifier: MIT
#include "model/history_sample.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

namespace json = base::json;

json::value parsed(std::string_view text) {
  auto value = base::parse_json(text, "sample");
  REQUIRE(value.has_value());
  return *value;
}

UsageSnapshot snapshot() {
  UsageSnapshot snapshot;
  snapshot.provider_id = "acme";
  snapshot.instance_id = "acme-work";
  snapshot.display_name = "Acme";
  snapshot.plan = "Max 5x";
  snapshot.account = "dev@example.com";
  snapshot.fetched_at = base::parse_rfc3339("2026-05-20T09:14:02Z");
  ProgressLine session;
  session.label = "Session";
  session.used = 42;
  session.resets_at = base::parse_rfc3339("2026-05-20T13:00:00Z");
  session.period_ms = 18000000;
  ProgressLine requests;
  requests.label = "Requests";
  requests.used = 37;
  requests.limit = 0;
  requests.format = {NumberFormat::Kind::count, "requests"};
  requests.color = "#22c55e";
  snapshot.lines = {session, requests, TextLine{"Today", "$1.25", {}, "so far"},
                    BadgeLine{"Seat", "Team", "green", {}}, BarChartLine{"Days", {}, {}, {}}};
  return snapshot;
}

constexpr std::string_view k_written =
    R"({"ts":"2026-05-20T09:14:02+00:00","providerId":"acme","instanceId":"acme-work",)"
    R"("displayName":"Acme","plan":"Max 5x","primaryPercent":42.0,"inputTokens":null,)"
    R"("outputTokens":null,"cacheReadTokens":null,"cacheCreationTokens":null,"totalTokens":null,)"
    R"("cost":1.25,"resetTime":"2026-05-20T13:00:00+00:00","progress":[{"label":"Session",)"
    R"("used":42.0,"limit":100.0,"percent":42.0,"format":"percent","suffix":null,)"
    R"("resetsAt":"2026-05-20T13:00:00+00:00","periodDurationMs":18000000,"color":null},)"
    R"({"label":"Requests","used":37.0,"limit":0.0,"percent":null,"format":"count",)"
    R"("suffix":"requests","resetsAt":null,"periodDurationMs":null,"color":"#22c55e"}],)"
    R"("text":[{"label":"Today","value":"$1.25","color":null,"subtitle":"so far"}],)"
    R"("badges":[{"label":"Seat","text":"Team","color":"green","subtitle":null}]})";

TEST_CASE("a sample is written with every key in its order and read back the same") {
  const auto sample = sample_of(snapshot());
  REQUIRE(sample.has_value());
  const json::value written = sample_to_json(*sample);
  CHECK(base::write_json(written, base::JsonStyle::compact) == k_written);
  const auto read = sample_from_json(parsed(k_written));
  REQUIRE(read.has_value());
  CHECK(*read == *sample);
}

TEST_CASE("the export form has the normalised figures only") {
  CHECK(base::write_json(sample_to_export_json(*sample_of(snapshot())), base::JsonStyle::compact) ==
        R"({"ts":"2026-05-20T09:14:02+00:00","provider_id":"acme","display_name":"Acme",)"
        R"("plan":"Max 5x","primary_percent":42.0,"input_tokens":null,"output_tokens":null,)"
        R"("cost":1.25,"reset_time":"2026-05-20T13:00:00+00:00","instance_id":"acme-work"})");
}

TEST_CASE("no sample without a successful fetch") {
  UsageSnapshot failed = snapshot();
  failed.fetched_at.reset();
  CHECK_FALSE(sample_of(failed));
}

TEST_CASE("the older spelling is read too, and keys of both may be mixed") {
  const auto old = sample_from_json(
      parsed(R"({"ts":"2026-05-20T09:14:02.118204551+00:00","provider_id":"claude",)"
             R"("display_name":"Claude","plan":null,"primary_percent":42,"input_tokens":5,)"
             R"("output_tokens":null,"cost":2,"reset_time":"Monday"})"));
  REQUIRE(old.has_value());
  CHECK(base::format_utc(old->at) == "2026-05-20T09:14:02.118Z");
  CHECK(old->provider_id == "claude");
  CHECK(old->instance_id == "claude");
  CHECK(old->metrics.primary_percent == 42);
  CHECK(old->metrics.input_tokens == 5);
  CHECK(old->metrics.cost == 2);
  CHECK(old->metrics.reset_time == "Monday");
  CHECK(old->progress.empty());
  const auto mixed = sample_from_json(parsed(
      R"({"ts":"2026-05-20T09:14:02Z","providerId":"a","display_name":"A","primaryPercent":1.5})"));
  REQUIRE(mixed.has_value());
  CHECK(mixed->display_name == "A");
}

TEST_CASE("only time, provider, name and percentage are needed") {
  const auto message = [](std::string_view text) {
    const auto sample = sample_from_json(parsed(text));
    REQUIRE(sample.has_error());
    CHECK(sample.error().kind == base::ErrorKind::input);
    return sample.error().message;
  };
  CHECK(message("[]") == "A history sample is not an object.");
  CHECK(message(R"({"ts":"yesterday"})") == "A history sample has no ts, an RFC 3339 time.");
  CHECK(message(R"({"ts":"2026-05-20T09:14:02Z"})") == "A history sample has no providerId.");
  CHECK(message(R"({"ts":"2026-05-20T09:14:02Z","providerId":""})") ==
        "A history sample has no providerId.");
  CHECK(message(R"({"ts":"2026-05-20T09:14:02Z","providerId":"a"})") ==
        "A history sample has no displayName.");
  CHECK(message(R"({"ts":"2026-05-20T09:14:02Z","providerId":"a","displayName":"A",)"
                R"("primaryPercent":null})") ==
        "A history sample has no primaryPercent, a number.");
}

TEST_CASE("members of the wrong type count as absent") {
  const auto sample = sample_from_json(parsed(
      R"({"ts":"2026-05-20T09:14:02Z","providerId":"a","displayName":"A","primaryPercent":1,)"
      R"("plan":7,"inputTokens":-3,"outputTokens":1e300,"cost":"x","progress":[1,{"label":"L"},)"
      R"({"label":"L","used":1,"limit":2,"format":"odd","resetsAt":"odd"}],"text":{},)"
      R"("badges":[{"label":"B"}]})"));
  REQUIRE(sample.has_value());
  CHECK_FALSE(sample->plan);
  CHECK_FALSE(sample->metrics.input_tokens);
  CHECK_FALSE(sample->metrics.output_tokens);
  CHECK_FALSE(sample->metrics.cost);
  REQUIRE(sample->progress.size() == 1);
  CHECK(sample->progress[0].format == NumberFormat{});
  CHECK_FALSE(sample->progress[0].resets_at);
  CHECK(sample->texts.empty());
  CHECK(sample->badges.empty());
}

TEST_CASE("what counts as a change") {
  const HistorySample before = *sample_of(snapshot());
  HistorySample after = before;
  after.at += base::Milliseconds(5000);
  after.display_name = "Renamed";
  CHECK(has_same_figures(before, after));
  after.progress[0].resets_at = *before.progress[0].resets_at + std::chrono::seconds(59);
  CHECK(has_same_figures(before, after));
  after.progress[0].resets_at = *before.progress[0].resets_at + std::chrono::seconds(60);
  CHECK_FALSE(has_same_figures(before, after));
  after = before;
  after.progress[0].resets_at.reset();
  CHECK_FALSE(has_same_figures(before, after));
  after = before;
  after.progress[0].used = 42.5;
  CHECK_FALSE(has_same_figures(before, after));
  after = before;
  after.progress.pop_back();
  CHECK_FALSE(has_same_figures(before, after));
  after = before;
  after.plan = "Pro";
  CHECK_FALSE(has_same_figures(before, after));
  after = before;
  after.texts[0].value = "$1.26";
  CHECK_FALSE(has_same_figures(before, after));
  after = before;
  after.badges.clear();
  CHECK_FALSE(has_same_figures(before, after));
}

}  // namespace
}  // namespace usagestat::model
