// SPDX-License-Identifier: MIT
#include "usage/cool_down.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::usage {
namespace {

using namespace std::chrono_literals;

const base::TimePoint k_now = *base::parse_rfc3339("2026-03-26T11:16:29Z");

TEST_CASE("a Retry-After is taken at its word") {
  CHECK(next_attempt(1, k_now + 120s, k_now, 1) == k_now + 120s);
  CHECK(next_attempt(9, k_now + 1s, k_now, 1) == k_now + 1s);
}

TEST_CASE("a Retry-After of years is cut to a week, one of the past does not count") {
  CHECK(next_attempt(1, k_now + 9000h, k_now, 0) == k_now + 7 * 24h);
  CHECK(next_attempt(1, k_now - 1s, k_now, 0) == k_now + 1min);
  CHECK(next_attempt(1, k_now, k_now, 0) == k_now + 1min);
}

TEST_CASE("without one the pauses grow to an hour") {
  const std::vector<std::chrono::minutes> expected{1min,  2min,  5min,  10min,
                                                   30min, 60min, 60min, 60min};
  for (unsigned i = 0; i < expected.size(); ++i)
    CHECK(next_attempt(i + 1, std::nullopt, k_now, 0) == k_now + expected[i]);
  CHECK(next_attempt(0, std::nullopt, k_now, 0) == k_now + 1min);
}

TEST_CASE("jitter adds up to a fifth") {
  CHECK(next_attempt(3, std::nullopt, k_now, 1) == k_now + 6min);
  CHECK(next_attempt(3, std::nullopt, k_now, 0.5) == k_now + 5min + 30s);
  CHECK(next_attempt(3, std::nullopt, k_now, 7) == k_now + 6min);
}

}  // namespace
}  // namespace usagestat::usage
