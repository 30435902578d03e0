// SPDX-License-Identifier: MIT
#include "model/normalised_metrics.hpp"

#include <limits>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

using Kind = NumberFormat::Kind;

const base::TimePoint k_reset = *base::parse_rfc3339("2026-03-26T13:00:00.161Z");

ProgressLine progress(std::string label, double used, double limit, NumberFormat format = {}) {
  ProgressLine line;
  line.label = std::move(label);
  line.used = used;
  line.limit = limit;
  line.format = std::move(format);
  return line;
}
ProgressLine count(std::string label, double used, double limit, std::string suffix) {
  return progress(std::move(label), used, limit, {Kind::count, std::move(suffix)});
}
TextLine text(std::string label, std::string value) {
  return {std::move(label), std::move(value), std::nullopt, std::nullopt};
}
BadgeLine badge(std::string label, std::string value) {
  return {std::move(label), std::move(value), std::nullopt, std::nullopt};
}
NormalisedMetrics primary(double percent) {
  NormalisedMetrics metrics;
  metrics.primary_percent = percent;
  return metrics;
}

TEST_CASE("normalised figures: known results") {
  ProgressLine later = progress("B", 80, 100);
  later.resets_at = k_reset;
  auto expected = primary(80);
  expected.reset_time = "2026-03-26T13:00:00.161+00:00";
  CHECK(normalise({progress("A", 30, 100), later}) == expected);

  CHECK(normalise({count("Items", 5, 10, "items")}) == primary(50));

  expected = primary(24);
  expected.output_tokens = expected.total_tokens = 1200;
  CHECK(normalise({count("Output tokens", 1200, 5000, "tokens")}) == expected);

  expected = primary(31.25);
  expected.cost = 12.5;
  CHECK(normalise({progress("Credits", 12.5, 40, {Kind::dollars, ""})}) == expected);

  expected = primary(0);
  expected.cost = 3.25;
  CHECK(normalise({text("Cost", "$3.25")}) == expected);

  CHECK(normalise({badge("Seat", "Team")}) == primary(0));
  CHECK(normalise({}) == primary(0));
}

TEST_CASE("the primary percentage is the highest of the percent lines, between 0 and 100") {
  CHECK(normalise({progress("A", 130, 100)}).primary_percent == 100);
  CHECK(normalise({progress("A", -5, 100)}).primary_percent == 0);
  CHECK(normalise({progress("A", 5, 0), progress("B", 1, 4)}).primary_percent == 25);
  CHECK(normalise({count("A", 9, 10, "x"), progress("B", 40, 100)}).primary_percent == 40);
  CHECK(normalise({count("A", 9, 10, "x"), progress("B", 0, 100)}).primary_percent == 90);
}

TEST_CASE("requests and credits are no tokens") {
  const auto metrics =
      normalise({count("Requests", 37, 500, "requests"), count("Premium", 5, 10, "credits")});
  CHECK_FALSE(metrics.input_tokens);
  CHECK_FALSE(metrics.total_tokens);
}

TEST_CASE("token counts go where their label says and add up") {
  const auto metrics = normalise(
      {count("Input tokens", 1234.5, 0, "tokens"), count("Prompt tokens", 10, 0, ""),
       count("Output", 300, 0, "tokens"), count("Cache read tokens", 50, 0, "tokens"),
       count("Cache write tokens", 7, 0, "tokens"), count("Total tokens", 9999, 0, "tokens")});
  CHECK(metrics.input_tokens == 1244);
  CHECK(metrics.output_tokens == 300);
  CHECK(metrics.cache_read_tokens == 50);
  CHECK(metrics.cache_creation_tokens == 7);
  CHECK(metrics.total_tokens == 1601);
}

TEST_CASE("tokens of no stated kind are input when nothing else is, a total stays one") {
  CHECK(normalise({count("Usage", 700, 1000, "tokens")}).input_tokens == 700);
  const auto metrics =
      normalise({count("Usage", 700, 1000, "tokens"), count("Input tokens", 5, 0, "")});
  CHECK(metrics.input_tokens == 5);
  const auto total = normalise({count("Total", 700, 1000, "tokens")});
  CHECK_FALSE(total.input_tokens);
  CHECK(total.total_tokens == 700);
}

TEST_CASE("a number that cannot be tokens is none") {
  CHECK_FALSE(normalise({count("Tokens", -1, 10, "tokens")}).input_tokens);
  CHECK_FALSE(normalise({count("Tokens", 1e300, 10, "tokens")}).input_tokens);
}

TEST_CASE("tokens and money in words") {
  auto metrics = normalise({text("Today", "$1.25 · 3.4M tokens")});
  CHECK(metrics.cost == 1.25);
  CHECK_FALSE(metrics.input_tokens);
  CHECK(normalise({text("Credit", "$10 / $20")}).cost == 10);
  CHECK(normalise({text("Month", "12.5K input tokens")}).input_tokens == 12500);
  metrics = normalise({badge("Tokens", "1.2M input · 300K output")});
  CHECK(metrics.input_tokens == 1200000);
  CHECK(metrics.output_tokens == 300000);
  CHECK(metrics.total_tokens == 1500000);
  metrics = normalise({text("Tokens (output / input)", "5K / 7K")});
  CHECK(metrics.output_tokens == 5000);
  CHECK(metrics.input_tokens == 7000);
  metrics = normalise({text("Cached input tokens", "9K"), text("Cache creation tokens", "1K"),
                       text("Total tokens", "88")});
  CHECK(metrics.cache_read_tokens == 9000);
  CHECK(metrics.cache_creation_tokens == 1000);
  CHECK_FALSE(metrics.input_tokens);
  CHECK(metrics.total_tokens == 10000);
}

TEST_CASE("lines that count come before words") {
  const auto metrics =
      normalise({text("Tokens", "9K input tokens"), count("Input tokens", 5, 0, "tokens")});
  CHECK(metrics.input_tokens == 5);
}

TEST_CASE("cost: only where money is meant, and the first") {
  CHECK(normalise({text("Cost", "3.25")}).cost == 3.25);
  CHECK_FALSE(normalise({text("Cost", "unknown")}).cost);
  CHECK_FALSE(normalise({text("Cost", "45%")}).cost);
  CHECK_FALSE(normalise({text("Spent", "3.25")}).cost);
  CHECK(normalise({text("Spent (USD)", "3.25")}).cost == 3.25);
  CHECK(normalise({progress("A", -1, 5, {Kind::dollars, ""}),
                   progress("B", 2, 5, {Kind::dollars, ""}), text("Cost", "$9")})
            .cost == 2);
}

TEST_CASE("the reset time of a window comes before a provider's words") {
  CHECK(normalise({text("Resets", "Monday")}).reset_time == "Monday");
  CHECK(normalise({badge("Reset", "2026-03-26T13:00:00Z")}).reset_time ==
        "2026-03-26T13:00:00+00:00");
  ProgressLine line = progress("A", 1, 2);
  line.resets_at = k_reset;
  CHECK(normalise({text("Resets", "Monday"), line}).reset_time == "2026-03-26T13:00:00.161+00:00");
}

}  // namespace
}  // namespace usagestat::model
