// SPDX-License-Identifier: MIT
#include "model/pace.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

const base::TimePoint k_now = *base::parse_rfc3339("2026-01-29T17:30:00Z");

std::optional<Pace> pace(double used, double limit, std::int64_t left_ms, std::int64_t period_ms) {
  ProgressLine line;
  line.used = used;
  line.limit = limit;
  line.resets_at = k_now + base::Milliseconds(left_ms);
  line.period_ms = period_ms;
  return pace_of(line, k_now);
}

TEST_CASE("pace of a window: known results") {
  using enum PaceStage;
  CHECK(pace(60, 100, 9000000, 18000000) == Pace{slightly_over, 10, 50, 60, false, 6000});
  CHECK(pace(25, 100, 9000000, 18000000) == Pace{well_under, -25, 50, 25, true, std::nullopt});
  CHECK(pace(30, 100, 9000000, 18000000) == Pace{under, -20, 50, 30, true, 21000});
  CHECK(pace(48, 100, 9000000, 18000000) == Pace{on_track, -2, 50, 48, true, 9750});
  CHECK(pace(53, 100, 9000000, 18000000) == Pace{on_track, 3, 50, 53, false, 7981.132075471698});
  CHECK(pace(71, 100, 9000000, 18000000) == Pace{well_over, 21, 50, 71, false, 3676.0563380281687});
  CHECK(pace(100, 100, 3600000, 18000000) == Pace{over, 20, 80, 100, false, 0});
  CHECK(pace(0, 100, 17820000, 18000000) == Pace{on_track, -1, 1, 0, true, std::nullopt});
  CHECK(pace(5, 20, 13500000, 18000000) == Pace{on_track, 0, 25, 25, true, 13500});
}

TEST_CASE("the bounds of the stages belong to the milder side") {
  const auto stage = [](double used) { return pace(used, 100, 9000000, 18000000)->stage; };
  CHECK(stage(29.9) == PaceStage::well_under);
  CHECK(stage(30) == PaceStage::under);
  CHECK(stage(39.9) == PaceStage::under);
  CHECK(stage(40) == PaceStage::slightly_under);
  CHECK(stage(46.9) == PaceStage::slightly_under);
  CHECK(stage(47) == PaceStage::on_track);
  CHECK(stage(53) == PaceStage::on_track);
  CHECK(stage(53.1) == PaceStage::slightly_over);
  CHECK(stage(60) == PaceStage::slightly_over);
  CHECK(stage(60.1) == PaceStage::over);
  CHECK(stage(70) == PaceStage::over);
  CHECK(stage(70.1) == PaceStage::well_over);
}

TEST_CASE("overage and less than nothing are clamped") {
  CHECK(pace(150, 100, 9000000, 18000000) == Pace{PaceStage::well_over, 50, 50, 100, false, 0});
  CHECK(pace(-5, 100, 9000000, 18000000) ==
        Pace{PaceStage::well_under, -50, 50, 0, true, std::nullopt});
}

TEST_CASE("no pace without a running window") {
  CHECK_FALSE(pace(50, 100, 0, 18000000));
  CHECK_FALSE(pace(50, 100, -1, 18000000));
  CHECK_FALSE(pace(50, 100, 18000000, 18000000));
  CHECK_FALSE(pace(50, 100, 18000001, 18000000));
  CHECK_FALSE(pace(50, 100, 1, 0));
  CHECK_FALSE(pace(50, 100, 1, -5));
  CHECK_FALSE(pace(50, 0, 9000000, 18000000));
  ProgressLine line;
  line.resets_at = k_now + base::Milliseconds(1);
  CHECK_FALSE(pace_of(line, k_now));
  line.resets_at.reset();
  line.period_ms = 5;
  CHECK_FALSE(pace_of(line, k_now));
}

TEST_CASE("stages by word") {
  CHECK(to_string(PaceStage::well_under) == "well_under");
  CHECK(to_string(PaceStage::under) == "under");
  CHECK(to_string(PaceStage::slightly_under) == "slightly_under");
  CHECK(to_string(PaceStage::on_track) == "on_track");
  CHECK(to_string(PaceStage::slightly_over) == "slightly_over");
  CHECK(to_string(PaceStage::over) == "over");
  CHECK(to_string(PaceStage::well_over) == "well_over");
}

ProgressLine named(std::string label, NumberFormat::Kind kind) {
  ProgressLine line;
  line.label = std::move(label);
  line.format.kind = kind;
  return line;
}

TEST_CASE("the line that stands for a snapshot") {
  TextLine text;
  text.label = "Weekly";
  const std::vector<MetricLine> lines{text, named("Credits", NumberFormat::Kind::dollars),
                                      named("Session", NumberFormat::Kind::percent),
                                      named("Weekly", NumberFormat::Kind::percent)};
  const auto label = [&lines](const std::vector<std::string>& labels) {
    const ProgressLine* line = primary_line(lines, labels);
    return line == nullptr ? "none" : line->label;
  };
  CHECK(label({}) == "Session");
  CHECK(label({"Weekly", "Session"}) == "Weekly");
  CHECK(label({"Monthly", "Credits"}) == "Credits");
  CHECK(label({"Monthly"}) == "Session");
  CHECK(primary_line({text, named("Credits", NumberFormat::Kind::dollars)}, {}) == nullptr);
  CHECK(primary_line({}, {"Weekly"}) == nullptr);
}

}  // namespace
}  // namespace usagestat::model
