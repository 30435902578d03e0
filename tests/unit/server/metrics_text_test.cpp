// SPDX-License-Identifier: MIT
#include "server/metrics_text.hpp"

#include <catch2/catch_test_macros.hpp>

#include "server_world.hpp"

namespace usagestat::server {
namespace {

const base::TimePoint k_now = *base::parse_rfc3339("2026-03-26T11:16:30Z");

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("a window has its ratio, amounts and reset, an instance its probe") {
  const std::string text = metrics_text({state_of("acme", 42)}, k_now);
  const std::string labels = R"(provider="acme",instance="acme")";
  for (const std::string& line :
       {"usagestat_used_ratio{" + labels + R"(,window="weekly"} 0.42)",
        "usagestat_used{" + labels + R"(,window="weekly",unit="percent"} 42.0)",
        "usagestat_limit{" + labels + R"(,window="weekly",unit="percent"} 100.0)",
        "usagestat_reset_timestamp_seconds{" + labels + R"(,window="weekly"} 1774656000.0)",
        "usagestat_last_success_timestamp_seconds{" + labels + "} 1774523789.0",
        "usagestat_probe_duration_seconds{" + labels + "} 0.25", "usagestat_up{" + labels + "} 1.0",
        std::string("# TYPE usagestat_up gauge"),
        std::string("# UNIT usagestat_probe_duration_seconds seconds")}) {
    CAPTURE(line, text);
    CHECK(has_line(text, line));
  }
  CHECK(text.ends_with("\n# EOF\n"));
}

TEST_CASE("a window that has begun anew is unused, a failed probe is down, an off one absent") {
  InstanceState failed = state_of("acme", 42);
  failed.snapshot->error =
      model::SnapshotError{base::ErrorKind::auth, "Session expired.", "", k_now, {}};
  InstanceState off = state_of("off", 1);
  off.instance.activation = model::Activation::off;
  const std::string text =
      metrics_text({failed, off}, *base::parse_rfc3339("2026-03-28T00:00:00Z"));
  CHECK(has_line(text,
                 R"(usagestat_used_ratio{provider="acme",instance="acme",window="weekly"} 0.0)"));
  CHECK(has_line(text, R"(usagestat_up{provider="acme",instance="acme"} 0.0)"));
  CHECK(text.find("\"off\"") == std::string::npos);
}

TEST_CASE("labels are escaped, name no person and no series twice") {
  InstanceState state = state_of("acme", 42);
  state.instance.config.instance_id = "dev@example.com";
  auto line = std::get<model::ProgressLine>(state.snapshot->lines[0]);
  line.label = "a\"b\\c\nd";
  state.snapshot->lines = {line, line};
  const std::string text = metrics_text({state}, k_now);
  CHECK(text.find("dev@example.com") == std::string::npos);
  CHECK(text.find("@") == std::string::npos);
  CHECK(text.find(R"(instance="account-)") != std::string::npos);
  const auto first = text.find("usagestat_used_ratio{");
  REQUIRE(first != std::string::npos);
  CHECK(text.find("usagestat_used_ratio{", first + 1) == std::string::npos);
  CHECK(text.find(R"(window="a\"b\\c)") != std::string::npos);
}

}  // namespace
}  // namespace usagestat::server
