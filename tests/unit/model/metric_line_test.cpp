// SPDX-License-Identifier: MIT
#include "model/metric_line.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

ProgressLine progress(double used, double limit) {
  ProgressLine line;
  line.used = used;
  line.limit = limit;
  return line;
}

TEST_CASE("percent used goes beyond 100 and needs a limit") {
  CHECK(used_percent(progress(42, 100)) == 42.0);
  CHECK(used_percent(progress(5, 20)) == 25.0);
  CHECK(used_percent(progress(30, 20)) == 150.0);
  CHECK(used_percent(progress(0, 0.5)) == 0.0);
  CHECK_FALSE(used_percent(progress(5, 0)));
  CHECK_FALSE(used_percent(progress(5, -1)));
}

TEST_CASE("every line has a label") {
  TextLine text;
  text.label = "Text";
  BadgeLine badge;
  badge.label = "Badge";
  BarChartLine chart;
  chart.label = "Chart";
  ProgressLine line;
  line.label = "Progress";
  CHECK(label_of(text) == "Text");
  CHECK(label_of(badge) == "Badge");
  CHECK(label_of(chart) == "Chart");
  CHECK(label_of(line) == "Progress");
}

TEST_CASE("kinds of numbers by word") {
  CHECK(to_string(NumberFormat::Kind::percent) == "percent");
  CHECK(to_string(NumberFormat::Kind::dollars) == "dollars");
  CHECK(to_string(NumberFormat::Kind::count) == "count");
}

}  // namespace
}  // namespace usagestat::model
