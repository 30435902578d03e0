// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

TEST_CASE("levels by word") {
  for (const LogLevel level :
       {LogLevel::trace, LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error})
    CHECK(log_level_from(to_string(level)) == level);
  CHECK(log_level_from("WARN") == LogLevel::warning);
  CHECK(log_level_from("verbose") == LogLevel::trace);
  CHECK(log_level_from("critical") == LogLevel::error);
  CHECK_FALSE(log_level_from("loud"));
  CHECK_FALSE(log_level_from(""));
}

TEST_CASE("there is one log that drops everything") {
  null_log().log(LogLevel::error, "test", "nobody sees this");
  CHECK(&null_log() == &null_log());
}

}  // namespace
}  // namespace usagestat::base
