// SPDX-License-Identifier: MIT
#include "server/documents.hpp"

#include <catch2/catch_test_macros.hpp>

#include "server/limits_json.hpp"
#include "server_world.hpp"

namespace usagestat::server {
namespace {

const base::TimePoint k_now = *base::parse_rfc3339("2026-03-26T11:16:30Z");

TEST_CASE("the same figures are the same bytes, also later") {
  const auto first = make_documents({state_of("acme", 42)}, k_now);
  const auto later = make_documents({state_of("acme", 42)}, k_now + base::Milliseconds(60000));
  CHECK(first.usage.etag == later.usage.etag);
  CHECK(first.limits.etag == later.limits.etag);
  CHECK(make_documents({state_of("acme", 43)}, k_now).usage.etag != first.usage.etag);
}

TEST_CASE("limits name money that is left, amounts of their own unit, and errors") {
  model::UsageSnapshot snapshot = *state_of("acme", 42).snapshot;
  snapshot.plan = "Pro";
  snapshot.lines = {
      model::TextLine{"Credit balance", "$12.50 left", {}, {}},
      model::TextLine{"Today", "$3", {}, {}},
      model::ProgressLine{
          "Web searches", 120, 100, {model::NumberFormat::Kind::count, "searches"}, {}, {}, {}}};
  snapshot.error = model::SnapshotError{base::ErrorKind::network, "No answer.", "", k_now, {}};
  snapshot.stale = true;
  const auto limits = limits_to_json({&snapshot}, k_now);
  CHECK(base::write_json(limits.at("providers").at("acme").at("resources"),
                         base::JsonStyle::compact) ==
        R"({"creditBalance":{"available":12.5,"kind":"balance","unit":"usd"},)"
        R"("webSearches":{"kind":"consumption","limit":100.0,"remaining":0.0,"unit":"searches",)"
        R"("used":120.0,"utilization":1.2}})");
  CHECK(limits.at("providers").at("acme").at("stale").as_bool());
  CHECK(limits.at("providers").at("acme").at("plan").as_string() == "Pro");
  CHECK(base::write_json(limits.at("errors"), base::JsonStyle::compact) ==
        R"([{"message":"No answer.","providerId":"acme"}])");
}

TEST_CASE("figures older than five minutes are stale as limits") {
  const model::UsageSnapshot snapshot = *state_of("acme", 42).snapshot;
  const auto limits = limits_to_json({&snapshot}, k_now + base::Milliseconds(300000));
  CHECK(limits.at("providers").at("acme").at("stale").as_bool());
}

}  // namespace
}  // namespace usagestat::server
