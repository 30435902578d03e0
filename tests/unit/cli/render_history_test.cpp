// SPDX-License-Identifier: MIT
#include "cli/render_history.hpp"

#include <catch2/catch_test_macros.hpp>

#include "base/text.hpp"

namespace usagestat::cli {
namespace {

using namespace std::chrono_literals;

const base::TimePoint k_start = *base::parse_rfc3339("2026-03-26T10:00:00Z");

TEST_CASE("a sparkline shows the highest value of each share of the time") {
  const Course course{{k_start, 0}, {k_start + 1h, 50}, {k_start + 2h, 100}, {k_start + 3h, 10}};
  CHECK(sparkline(course, 100, 40) == "▁▅█▂");
  CHECK(sparkline(course, 100, 2) == "▅█");
  CHECK(sparkline(course, 200, 40) == "▁▃▅▁");
  CHECK(sparkline({{k_start, 3}, {k_start + 1min, 3}, {k_start + 10h, 7}}, 7, 40) == "▄ █");
  CHECK(sparkline({{k_start, 130}}, 100, 40) == "█");
  CHECK(sparkline({{k_start, 10}, {k_start, 90}}, 100, 40) == "▇");
  CHECK(sparkline({{k_start + 1h, 100}, {k_start, 0}}, 100, 40) == "▁█");
  CHECK(sparkline({{k_start, -5}}, 0, 40) == "▁");
  CHECK(sparkline({}, 100, 40).empty());
  CHECK(sparkline(course, 100, 0).empty());
}

model::HistorySample sample(const std::string& id, base::Milliseconds later, double percent) {
  model::HistorySample sample;
  sample.at = k_start + later;
  sample.provider_id = "acme";
  sample.instance_id = id;
  sample.display_name = "Acme";
  sample.metrics.primary_percent = percent;
  return sample;
}

std::string picture(const std::vector<model::HistorySample>& samples, std::size_t newest,
                    std::size_t width = 80) {
  HistoryPicture picture(newest);
  for (const auto& one : samples) picture.add(one);
  return picture.render(k_start + 4h, *system::utc_time_zone(), width, false);
}

TEST_CASE("the course of each window and the newest samples") {
  std::vector<model::HistorySample> samples;
  for (int i = 0; i < 4; ++i) {
    auto one = sample("acme-work", i * 1h, i * 30);
    one.plan = "Pro";
    one.progress = {{"Session", i * 30.0, 100, {}, {}, {}, {}}};
    if (i > 0) one.progress.push_back({"Week\x1bly", 10, 40, {}, {}, {}, {}});
    if (i > 1) one.metrics.cost = i;
    samples.push_back(one);
  }
  CHECK(picture(samples, 2) ==
        "Acme  (acme-work) · Pro\n"
        "4 samples, 2026-03-26 10:00 to 2026-03-26 13:00, newest 1h ago\n"
        "╭─────────┬───────┬───────┬───────┬───────╮\n"
        "│ window  │ trend │ now   │ low   │ high  │\n"
        "├─────────┼───────┼───────┼───────┼───────┤\n"
        "│ Session │ ▁▃▅▇  │ 90.0% │ 0.0%  │ 90.0% │\n"
        "│ Week ly │ ▃▃▃   │ 25.0% │ 25.0% │ 25.0% │\n"
        "│ cost    │ ▆█    │ $3.00 │ $2.00 │ $3.00 │\n"
        "╰─────────┴───────┴───────┴───────┴───────╯\n"
        "╭──────────────────┬───────┬─────────┬─────────┬───────╮\n"
        "│ time             │ used  │ Session │ Week ly │ cost  │\n"
        "├──────────────────┼───────┼─────────┼─────────┼───────┤\n"
        "│ 2026-03-26 12:00 │ 60.0% │ 60.0%   │ 25.0%   │ $2.00 │\n"
        "│ 2026-03-26 13:00 │ 90.0% │ 90.0%   │ 25.0%   │ $3.00 │\n"
        "╰──────────────────┴───────┴─────────┴─────────┴───────╯\n\n");
}

TEST_CASE("samples without windows show what they have; instances stand one after the other") {
  CHECK(picture({sample("Acme", 0h, 10), sample("b", 0h, 100), sample("Acme", 1h, 20)}, 0) ==
        "Acme\n"
        "2 samples, 2026-03-26 10:00 to 2026-03-26 11:00, newest 3h ago\n"
        "╭────────┬───────┬───────┬───────┬───────╮\n"
        "│ window │ trend │ now   │ low   │ high  │\n"
        "├────────┼───────┼───────┼───────┼───────┤\n"
        "│ used   │ ▂▂    │ 20.0% │ 10.0% │ 20.0% │\n"
        "╰────────┴───────┴───────┴───────┴───────╯\n\n"
        "Acme  (b)\n"
        "1 sample, 2026-03-26 10:00, newest 4h ago\n"
        "╭────────┬───────┬────────┬────────┬────────╮\n"
        "│ window │ trend │ now    │ low    │ high   │\n"
        "├────────┼───────┼────────┼────────┼────────┤\n"
        "│ used   │ █     │ 100.0% │ 100.0% │ 100.0% │\n"
        "╰────────┴───────┴────────┴────────┴────────╯\n\n");
}

TEST_CASE("no line is wider than the terminal") {
  std::vector<model::HistorySample> samples;
  for (int i = 0; i < 500; ++i) {
    samples.push_back(sample("a-rather-long-instance-id", i * 1min, i % 100));
    samples.back().plan = "A plan with a name that goes on";
    samples.back().progress = {{"A window with a long label", i % 100 * 1.0, 100, {}, {}, {}, {}},
                               {"Weekly", 1, 2, {}, {}, {}, {}}};
  }
  for (const std::size_t width : {30U, 40U, 60U, 80U, 120U}) {
    const std::string text = picture(samples, 10, width);
    for (const std::string& line : base::split(text, '\n'))
      CHECK(base::display_width(line) <= width);
    CHECK(text.find("▇") != std::string::npos);
  }
}

}  // namespace
}  // namespace usagestat::cli
