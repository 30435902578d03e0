// SPDX-License-Identifier: MIT
#include "model/snapshot_json.hpp"

#include <random>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::model {
namespace {

constexpr std::string_view k_full = R"({
  "providerId": "acme",
  "instanceId": "acme-work",
  "displayName": "Acme",
  "plan": "Max 20x",
  "account": "dev@example.com",
  "source": "oauth",
  "lines": [
    {
      "type": "progress",
      "label": "Session",
      "used": 42.0,
      "limit": 100.0,
      "format": {
        "kind": "percent"
      },
      "resetsAt": "2026-03-26T13:00:00.161Z",
      "periodDurationMs": 18000000,
      "color": null
    },
    {
      "type": "badge",
      "label": "Seat",
      "text": "Team",
      "color": "#22c55e",
      "subtitle": null
    }
  ],
  "fetchedAt": "2026-03-26T11:16:29Z",
  "stale": true,
  "statusPageUrl": "https://status.acme.test/",
  "dashboardUrl": "https://acme.test/usage",
  "pace": {
    "stage": "slightly_over",
    "deltaPercent": 10.0,
    "expectedUsedPercent": 50.0,
    "actualUsedPercent": 60.0,
    "willLastToReset": false,
    "etaSeconds": 6000.0
  },
  "error": {
    "kind": "rate_limited",
    "message": "Too many requests.",
    "hint": "Wait.",
    "at": "2026-03-26T11:20:00Z",
    "retryAt": "2026-03-26T11:25:00Z"
  }
})";

UsageSnapshot read(std::string_view text) {
  const auto snapshot = snapshot_from_json(*base::parse_json(text, "snapshot"));
  INFO((snapshot ? std::string() : snapshot.error().message));
  REQUIRE(snapshot.has_value());
  return *snapshot;
}

std::string refusal(std::string_view text) {
  const auto snapshot = snapshot_from_json(*base::parse_json(text, "snapshot"));
  if (snapshot) return "accepted";
  CHECK(snapshot.error().kind == base::ErrorKind::input);
  return snapshot.error().message;
}

std::string pretty(const UsageSnapshot& snapshot) {
  return base::write_json(snapshot_to_json(snapshot), base::JsonStyle::pretty);
}

TEST_CASE("the published form is written and read again") {
  const UsageSnapshot snapshot = read(k_full);
  CHECK(snapshot.provider_id == "acme");
  CHECK(snapshot.instance_id == "acme-work");
  CHECK(snapshot.lines.size() == 2);
  CHECK(snapshot.fetched_at == base::parse_rfc3339("2026-03-26T11:16:29Z"));
  CHECK(snapshot.pace->eta_seconds == 6000.0);
  CHECK(snapshot.error->kind == base::ErrorKind::rate_limited);
  CHECK(pretty(snapshot) == k_full);
}

TEST_CASE("what is absent is null") {
  UsageSnapshot snapshot;
  snapshot.provider_id = "acme";
  snapshot.instance_id = "acme";
  snapshot.display_name = "Acme";
  const std::string text = base::write_json(snapshot_to_json(snapshot), base::JsonStyle::compact);
  CHECK(text == R"({"providerId":"acme","instanceId":"acme","displayName":"Acme","plan":null,)"
                R"("account":null,"source":null,"lines":[],"fetchedAt":null,"stale":false,)"
                R"("statusPageUrl":null,"dashboardUrl":null,"pace":null,"error":null})");
  CHECK(read(text) == snapshot);
}

TEST_CASE("an error without a hint, a pace without an end") {
  UsageSnapshot snapshot = read(k_full);
  snapshot.error->hint.clear();
  snapshot.error->retry_at.reset();
  snapshot.pace->eta_seconds.reset();
  const auto value = snapshot_to_json(snapshot);
  CHECK(base::write_json(value.at("error"), base::JsonStyle::compact) ==
        R"({"kind":"rate_limited","message":"Too many requests.","hint":null,)"
        R"("at":"2026-03-26T11:20:00Z","retryAt":null})");
  CHECK(value.at("pace").at("etaSeconds").is_null());
  CHECK(*snapshot_from_json(value) == snapshot);
}

TEST_CASE("the older form with metrics and absent keys") {
  const UsageSnapshot snapshot = read(
      R"({"providerId":"acme","displayName":"Acme",
          "metrics":[{"type":"text","label":"Today","value":"$1.25"}],
          "fetchedAt":"2026-05-20T09:14:02.118204551Z"})");
  CHECK(snapshot.instance_id == "acme");
  CHECK(snapshot.lines == std::vector<MetricLine>{TextLine{"Today", "$1.25", {}, {}}});
  CHECK(snapshot.fetched_at == base::parse_rfc3339("2026-05-20T09:14:02.118Z"));
  CHECK_FALSE(snapshot.stale);
  CHECK_FALSE(snapshot.plan);
}

TEST_CASE("what is wrong is named") {
  CHECK(refusal("[]") == "A snapshot is not an object.");
  CHECK(refusal("{}") == "snapshot.providerId is missing or not a text.");
  const auto with = [](std::string_view member) {
    return R"({"providerId":"acme","displayName":"Acme","lines":[],)" + std::string(member) + "}";
  };
  CHECK(refusal(with(R"("plan":5)")) == "snapshot.plan is not a text.");
  CHECK(refusal(with(R"("instanceId":[])")) == "snapshot.instanceId is not a text.");
  CHECK(refusal(with(R"("fetchedAt":"today")")) == "snapshot.fetchedAt is not an RFC 3339 time.");
  CHECK(refusal(with(R"("fetchedAt":17)")) == "snapshot.fetchedAt is not a text.");
  CHECK(refusal(with(R"("error":{"kind":"odd","message":"x"})")) ==
        "snapshot.error.kind is not a known kind.");
  CHECK(refusal(with(R"("error":{"kind":"auth"})")) ==
        "snapshot.error.message is missing or not a text.");
  CHECK(refusal(R"({"providerId":"acme","displayName":"Acme"})") ==
        "snapshot.lines is missing or not an array.");
  CHECK(refusal(R"({"providerId":"acme","displayName":"Acme","lines":[{"type":"text"}]})") ==
        "snapshot.lines[0].label is missing.");
}

TEST_CASE("a snapshot with a few bytes changed is refused or written and read as the same") {
  std::mt19937 random(11);
  int accepted = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text(k_full);
    for (int count = 0; count < 2; ++count)
      text[random() % text.size()] = static_cast<char>(random() & 0x7FU);
    const auto value = base::parse_json(text, "noise");
    if (!value) continue;
    const auto snapshot = snapshot_from_json(*value);
    if (!snapshot) continue;
    ++accepted;
    INFO(text);
    REQUIRE(read(pretty(*snapshot)) == *snapshot);
  }
  CHECK(accepted > 100);
}

}  // namespace
}  // namespace usagestat::model
