// SPDX-License-Identifier: MIT
// One line to JSON and back.
#include <limits>

#include <catch2/catch_test_macros.hpp>

#include "model/snapshot_json.hpp"

namespace usagestat::model {
namespace {

std::string compact(const MetricLine& line) {
  return base::write_json(line_to_json(line), base::JsonStyle::compact);
}

MetricLine read(std::string_view text) {
  const auto line = line_from_json(*base::parse_json(text, "line"), "lines[2]");
  INFO((line ? std::string() : line.error().message));
  REQUIRE(line.has_value());
  return *line;
}

std::string refusal(std::string_view text) {
  const auto line = line_from_json(*base::parse_json(text, "line"), "lines[2]");
  if (line) return "accepted";
  CHECK(line.error().kind == base::ErrorKind::input);
  return line.error().message;
}

TEST_CASE("every line is written with the keys of its type and read again") {
  for (
      const std::string_view text :
      {R"({"type":"progress","label":"Session","used":42.0,"limit":100.0,"format":{"kind":"percent"},"resetsAt":"2026-03-26T13:00:00.161Z","periodDurationMs":18000000,"color":"#22c55e"})",
       R"({"type":"progress","label":"Credits","used":12.5,"limit":40.0,"format":{"kind":"dollars"},"color":null})",
       R"({"type":"progress","label":"","used":-1.0,"limit":0.0,"format":{"kind":"count","suffix":"requests"},"color":null})",
       R"({"type":"text","label":"Today","value":"$5.17 · 9.2M tokens","color":null,"subtitle":null})",
       R"({"type":"text","label":"Today","value":"","color":"red","subtitle":"so far"})",
       R"({"type":"badge","label":"Seat","text":"Team","color":"#22c55e","subtitle":null})",
       R"({"type":"barChart","label":"Days","points":[{"label":"Mon","value":1.5,"valueLabel":"1.5h"},{"label":"Tue","value":0.0}],"note":"7 days","color":null})",
       R"({"type":"barChart","label":"Days","points":[],"note":null,"color":"blue"})"}) {
    CHECK(compact(read(text)) == text);
  }
}

TEST_CASE("what may be absent or null, and integers for numbers") {
  CHECK(read(R"({"type":"progress","label":"A","used":5,"limit":20})") ==
        read(R"({"type":"progress","label":"A","used":5.0,"limit":20.0,"format":{"kind":"percent"},
                 "resetsAt":null,"periodDurationMs":null,"color":null,"unknown":[1]})"));
  CHECK(read(R"({"type":"text","label":"A","value":"x"})") ==
        MetricLine(TextLine{"A", "x", {}, {}}));
  const auto line = std::get<ProgressLine>(
      read(R"({"type":"progress","label":"A","used":5,"limit":20,"periodDurationMs":1.8e7,
               "resetsAt":"2026-03-26T14:00:00+01:00"})"));
  CHECK(line.period_ms == 18000000);
  CHECK(line.resets_at == base::parse_rfc3339("2026-03-26T13:00:00Z"));
}

TEST_CASE("what is wrong is named by its place") {
  CHECK(refusal("5") == "lines[2] is not an object.");
  CHECK(refusal("{}") == "lines[2].type is missing.");
  CHECK(refusal(R"({"type":"gauge","label":"A"})") ==
        "lines[2].type is \"gauge\", not one of progress, text, badge, barChart.");
  CHECK(refusal(R"({"type":"progress","used":1,"limit":2})") == "lines[2].label is missing.");
  CHECK(refusal(R"({"type":"progress","label":7,"used":1,"limit":2})") ==
        "lines[2].label is not a text.");
  CHECK(refusal(R"({"type":"progress","label":"A","used":"1","limit":2})") ==
        "lines[2].used is not a number.");
  CHECK(refusal(R"({"type":"progress","label":"A","used":1})") == "lines[2].limit is missing.");
  CHECK(refusal(R"({"type":"progress","label":"A","used":1,"limit":2,"format":"percent"})") ==
        "lines[2].format is not an object.");
  CHECK(refusal(R"({"type":"progress","label":"A","used":1,"limit":2,"format":{"kind":"x"}})") ==
        "lines[2].format.kind is none of percent, dollars, count.");
  CHECK(
      refusal(R"({"type":"progress","label":"A","used":1,"limit":2,"format":{"kind":"count"}})") ==
      "lines[2].format.suffix is missing or not a text.");
  CHECK(refusal(R"({"type":"progress","label":"A","used":1,"limit":2,"resetsAt":"tomorrow"})") ==
        "lines[2].resetsAt is not an RFC 3339 time with an offset.");
  for (const std::string_view period : {"-1", "1e300", "\"5\""}) {
    CHECK(refusal(R"({"type":"progress","label":"A","used":1,"limit":2,"periodDurationMs":)" +
                  std::string(period) + "}") ==
          "lines[2].periodDurationMs is not a number of milliseconds.");
  }
  CHECK(refusal(R"({"type":"text","label":"A","value":5})") == "lines[2].value is not a text.");
  CHECK(refusal(R"({"type":"badge","label":"A"})") == "lines[2].text is missing.");
  CHECK(refusal(R"({"type":"badge","label":"A","text":"x","color":5})") ==
        "lines[2].color is not a text.");
  CHECK(refusal(R"({"type":"barChart","label":"A"})") == "lines[2].points is not an array.");
  CHECK(
      refusal(
          R"({"type":"barChart","label":"A","points":[{"label":"x","value":1},{"label":"y"}]})") ==
      "lines[2].points[1].value is missing.");
}

TEST_CASE("numbers must be finite") {
  base::json::value value{{"type", "progress"}, {"label", "A"}, {"used", 0}, {"limit", 1}};
  value.as_object()["used"] = std::numeric_limits<double>::infinity();
  CHECK(line_from_json(value, "x").error().message == "x.used is not a finite number.");
  value.as_object()["used"] = std::numeric_limits<double>::quiet_NaN();
  CHECK(line_from_json(value, "x").error().message == "x.used is not a finite number.");
}

}  // namespace
}  // namespace usagestat::model
