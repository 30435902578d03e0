// SPDX-License-Identifier: MIT
#include "model/text_amounts.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

using Unit = TextAmount::Unit;

std::vector<double> values(std::string_view text) {
  std::vector<double> result;
  for (const TextAmount& amount : amounts_in(text)) result.push_back(amount.value);
  return result;
}

TEST_CASE("amounts with signs, thousands, fractions and suffixes") {
  CHECK(values("1234.5") == std::vector<double>{1234.5});
  CHECK(values("1,234,567.25 of 2,000,000") == std::vector<double>{1234567.25, 2000000});
  CHECK(values("12,34") == std::vector<double>{12, 34});
  CHECK(values("1,2345") == std::vector<double>{1, 2345});
  CHECK(values("12.5K / 3.4M / 2B / 1T") == std::vector<double>{12500, 3.4e6, 2e9, 1e12});
  CHECK(values("5k 7m") == std::vector<double>{5000, 7e6});
  CHECK(values("1.2 M tokens, 3 million, 2 thousand") == std::vector<double>{1.2e6, 3e6, 2000});
  CHECK(values("5 minutes, 3 k, 2 MB, 4Kx") == std::vector<double>{5, 3, 2, 4});
  CHECK(values("-5, 10-20, .5, 3.") == std::vector<double>{-5, 10, 20, 0.5, 3});
  CHECK(values("1.2.3") == std::vector<double>{1.2, 0.3});
  CHECK(values("").empty());
  CHECK(values("none at all. -").empty());
}

TEST_CASE("digits of a word are no amount") {
  CHECK(values("gpt-4 3 v2 o3.5 claude_7 x1y2") == std::vector<double>{3});
}

TEST_CASE("the unit and the place of an amount") {
  const auto amounts = amounts_in("-$1.25 · 45% · 3 USD · $-2 · 7 dollars · 8 usdc");
  REQUIRE(amounts.size() == 6);
  CHECK(amounts[0] == TextAmount{-1.25, Unit::dollars, 0, 6});
  CHECK(amounts[1] == TextAmount{45, Unit::percent, 10, 13});
  CHECK(amounts[2].unit == Unit::dollars);
  CHECK(amounts[3].value == -2);
  CHECK(amounts[3].unit == Unit::dollars);
  CHECK(amounts[4].unit == Unit::dollars);
  CHECK(amounts[5].unit == Unit::none);
}

TEST_CASE("the first amount of money") {
  CHECK(first_dollars("$1.25 · 3.4M tokens") == 1.25);
  CHECK(first_dollars("$10 / $20") == 10);
  CHECK(first_dollars("3 left of US$1,000.50") == 1000.5);
  CHECK(first_dollars("12.50 USD") == 12.5);
  CHECK(first_dollars("$1.2K") == 1200);
  CHECK_FALSE(first_dollars("12.50"));
  CHECK_FALSE(first_dollars("$ unknown"));
}

TEST_CASE("the amount that belongs to a word") {
  CHECK(amount_of_word("12.5K input tokens", "input") == 12500);
  CHECK(amount_of_word("1.2M input · 300K output tokens", "input") == 1.2e6);
  CHECK(amount_of_word("1.2M input · 300K output tokens", "output") == 300000);
  CHECK(amount_of_word("Input: 1.2M, Output: 300K tokens", "input") == 1.2e6);
  CHECK(amount_of_word("Input: 1.2M, Output: 300K tokens", "output") == 300000);
  CHECK(amount_of_word("$3 for 5 input", "input") == 5);
  CHECK_FALSE(amount_of_word("$3 45% input", "input"));
  CHECK_FALSE(amount_of_word("5 tokens", "input"));
  CHECK_FALSE(amount_of_word("input tokens", "input"));
}

TEST_CASE("an amount beyond all numbers is none") { CHECK(values(std::string(400, '9')).empty()); }

}  // namespace
}  // namespace usagestat::model
