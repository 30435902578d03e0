// SPDX-License-Identifier: MIT
// Each sentence of the published API, over a real socket.
#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "model/snapshot_json.hpp"
#include "server/route_table.hpp"
#include "server_world.hpp"

namespace usagestat::server {
namespace {

const std::string k_acme =
    R"({"providerId":"acme","instanceId":"acme","displayName":"Plugin acme","plan":null,)"
    R"("account":null,"source":null,"lines":[{"type":"progress","label":"Weekly","used":42.0,)"
    R"("limit":100.0,"format":{"kind":"percent"},"resetsAt":"2026-03-28T00:00:00Z",)"
    R"("periodDurationMs":604800000,"color":null}],"fetchedAt":"2026-03-26T11:16:29Z",)"
    R"("stale":false,"statusPageUrl":null,"dashboardUrl":null,"pace":null,"error":null})";

base::json::value parsed(const std::string& text) {
  auto value = base::parse_json(text, "body");
  REQUIRE(value.has_value());
  return *value;
}

void check_cors(const HttpAnswer& answer) {
  CHECK(answer.header("access-control-allow-origin") == "*");
  CHECK(answer.header("access-control-allow-methods") == "GET, OPTIONS");
  CHECK(answer.header("access-control-allow-headers") == "Content-Type");
}

TEST_CASE("/v1/usage has the enabled instances with a snapshot, in the order of the config") {
  RunningServer server;
  InstanceState off = state_of("off", 1);
  off.instance.activation = model::Activation::off;
  server.publish({state_of("zeta", 7), off, state_without_figures("empty"), state_of("acme", 42)});
  const HttpAnswer answer = server.get("/v1/usage");
  CHECK(answer.status == 200);
  CHECK(answer.header("content-type") == "application/json");
  check_cors(answer);
  const auto body = parsed(answer.body);
  REQUIRE(body.as_array().size() == 2);
  CHECK(base::string_member(body.at(0), "providerId") == "zeta");
  CHECK(base::write_json(body.at(1), base::JsonStyle::compact) == k_acme);
}

TEST_CASE("/v1/usage is an empty array when nobody has a snapshot") {
  RunningServer server;
  server.publish({state_without_figures("empty")});
  CHECK(server.get("/v1/usage").body == "[]");
}

TEST_CASE("/v1/usage/:id is one object, 204 before the first snapshot, 404 for a stranger") {
  RunningServer server;
  InstanceState off = state_of("off", 1);
  off.instance.activation = model::Activation::off;
  server.publish({state_of("acme", 42), state_without_figures("empty"), off});
  const HttpAnswer found = server.get("/v1/usage/acme");
  CHECK(found.status == 200);
  CHECK(found.body == k_acme);
  CHECK(server.get("/v1/usage/acme-alias").body == k_acme);
  CHECK(server.get("/v1/usage/ACME").body == k_acme);
  CHECK(server.get("/v1/usage/off").status == 200);
  const HttpAnswer empty = server.get("/v1/usage/empty");
  CHECK(empty.status == 204);
  CHECK(empty.body.empty());
  CHECK(empty.header("content-length").empty());
  check_cors(empty);
  const HttpAnswer unknown = server.get("/v1/usage/nobody");
  CHECK(unknown.status == 404);
  CHECK(unknown.body == R"({"error":"provider_not_found"})");
  check_cors(unknown);
}

TEST_CASE("a provider without an instance of its own name stands for its first with figures") {
  RunningServer server;
  InstanceState home = state_without_figures("acme");
  home.instance.config.instance_id = "acme-home";
  InstanceState work = state_of("acme", 42);
  work.instance.config.instance_id = work.snapshot->instance_id = "acme-work";
  server.publish({home, work});
  CHECK(base::string_member(parsed(server.get("/v1/usage/acme").body), "instanceId") ==
        "acme-work");
  CHECK(server.get("/v1/usage/acme-home").status == 204);
}

TEST_CASE("/v1/limits is the openusage.limits.v1 envelope") {
  RunningServer server;
  server.publish({state_of("acme", 42)});
  const HttpAnswer answer = server.get("/v1/limits");
  CHECK(answer.status == 200);
  CHECK(answer.body ==
        R"({"errors":[],"generatedAt":"2026-03-26T11:16:29Z","providers":{"acme":{)"
        R"("displayName":"Plugin acme","expiresAt":"2026-03-26T11:21:29Z",)"
        R"("fetchedAt":"2026-03-26T11:16:29Z","resources":{"weekly":{"kind":"consumption",)"
        R"("limit":100.0,"remaining":58.0,"resetsAt":"2026-03-28T00:00:00Z","unit":"percent",)"
        R"("used":42.0,"utilization":0.42,"windowSeconds":604800}},"stale":false}},)"
        R"("schema":"openusage.limits.v1"})");
  CHECK(server.get("/v1/limits/acme").body == answer.body);
  CHECK(server.get("/v1/limits/nobody").body == R"({"error":"provider_not_found"})");
}

TEST_CASE("/v1/providers has summaries with the state of each instance, icons come as SVG") {
  RunningServer server;
  const auto body = parsed(server.get("/v1/providers").body);
  REQUIRE(body.as_array().size() == 2);
  CHECK(base::string_member(body.at(0), "id") == "acme");
  CHECK(base::string_member(body.at(0), "iconUrl") == "/v1/providers/acme/icon.svg");
  const auto& instance = body.at(0).at("instances").at(0);
  CHECK(base::string_member(instance, "activation") == "enabled");
  CHECK(base::string_member(instance, "lastAttemptAt") == "2026-03-26T11:16:29Z");
  CHECK(instance.at("nextAttemptAt").is_null());
  const HttpAnswer icon = server.get("/v1/providers/acme/icon.svg");
  CHECK(icon.status == 200);
  CHECK(icon.header("content-type") == "image/svg+xml");
  CHECK(icon.header("content-security-policy").find("sandbox") != std::string::npos);
  CHECK(icon.body == "<svg id=\"acme\"/>");
  CHECK(server.get("/v1/providers/nobody/icon.svg").status == 404);
}

TEST_CASE("/v1/history reads samples and says which parameter is wrong") {
  RunningServer server;
  server.figures.samples = {*model::sample_of(*state_of("acme", 42).snapshot)};
  const HttpAnswer all = server.get("/v1/history");
  CHECK(all.status == 200);
  CHECK(parsed(all.body).at(0).at("providerId").as_string() == "acme");
  server.get("/v1/history/acme-alias?since=2026-03-01T00:00:00Z&until=1h&limit=5");
  CHECK(server.figures.calls() ==
        std::vector<std::string>{"history * 1000",
                                 "history acme 5 since 2026-03-01T00:00:00Z until "
                                 "2026-03-26T10:16:30Z"});
  CHECK(server.get("/v1/history/nobody").body == R"({"error":"provider_not_found"})");
  for (const char* wrong :
       {"limit=0", "limit=x", "limit=100001", "since=tomorrow", "until=", "until=0"}) {
    const HttpAnswer answer = server.get(std::string("/v1/history?") + wrong);
    CHECK(answer.status == 400);
    CHECK(base::string_member(parsed(answer.body), "error") == "bad_parameter");
  }
}

TEST_CASE("status pages and cost are not available yet") {
  RunningServer server;
  for (const char* path : {"/v1/status", "/v1/cost/acme?days=30"}) {
    const HttpAnswer answer = server.get(path);
    CHECK(answer.status == 501);
    CHECK(base::string_member(parsed(answer.body), "error") == "not_available");
    CHECK(base::string_member(parsed(answer.body), "message").has_value());
  }
  CHECK(server.get("/v1/cost/nobody").status == 404);
}

TEST_CASE("POST /v1/refresh is accepted and asks for the enabled instances or the named one") {
  RunningServer server;
  const HttpAnswer all = server.ask("POST", "/v1/refresh");
  CHECK(all.status == 202);
  CHECK(all.body == R"({"status":"refresh_scheduled"})");
  CHECK(server.ask("POST", "/v1/refresh/zeta-alias").status == 202);
  CHECK(server.ask("POST", "/v1/refresh/nobody").status == 404);
  CHECK(server.figures.calls() == std::vector<std::string>{"refresh acme zeta", "refresh zeta"});
}

TEST_CASE("/health, /openapi.json, / and /metrics have their own types") {
  RunningServer server;
  CHECK(server.get("/health").body == R"({"status":"ok","version":"0.1.0","providers":2})");
  CHECK(parsed(server.get("/openapi.json").body).at("info").at("version").as_string() == "0.1.0");
  const HttpAnswer page = server.get("/");
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  const std::string policy = page.header("content-security-policy");
  CHECK(policy.starts_with("default-src 'none'; script-src 'sha256-"));
  CHECK(policy.find("unsafe") == std::string::npos);
  const HttpAnswer metrics = server.get("/metrics");
  CHECK(metrics.header("content-type") ==
        "application/openmetrics-text; version=1.0.0; charset=utf-8");
  CHECK(metrics.body.ends_with("# EOF\n"));
}

TEST_CASE("every route of the table is in the description, and nothing else") {
  RunningServer server;
  const auto description = parsed(server.get("/openapi.json").body);
  const auto& paths = description.at("paths").as_object();
  CHECK(paths.size() == route_table().size());
  for (const Route& route : route_table()) {
    std::string path(route.pattern);
    if (const auto at = path.find(":id"); at != std::string::npos) path.replace(at, 3, "{id}");
    CAPTURE(path);
    REQUIRE(paths.contains(path));
    CHECK(paths.at(path).as_object().contains(route.method == "GET" ? "get" : "post"));
  }
}

TEST_CASE("other methods on known routes are 405, unknown routes 404, OPTIONS 204") {
  RunningServer server;
  for (const Route& route : route_table()) {
    std::string path(route.pattern);
    if (const auto at = path.find(":id"); at != std::string::npos) path.replace(at, 3, "acme");
    for (const std::string method : {"PUT", "DELETE", "PATCH", "TRACE", "BREW"}) {
      const HttpAnswer answer = server.ask(method, path);
      CAPTURE(method, path);
      CHECK(answer.status == 405);
      CHECK(answer.body == R"({"error":"method_not_allowed"})");
      CHECK(!answer.header("allow").empty());
      check_cors(answer);
    }
    const HttpAnswer options = server.ask("OPTIONS", path);
    CHECK(options.status == 204);
    check_cors(options);
  }
  CHECK(server.ask("POST", "/v1/usage").status == 405);
  CHECK(server.get("/v1/refresh").status == 405);
  for (const char* path : {"/v1", "/v1/usage/acme/more", "/v2/usage", "/v1/USAGE", "/%ff"}) {
    const HttpAnswer answer = server.get(path);
    CHECK(answer.status == 404);
    CHECK(answer.body == R"({"error":"not_found"})");
    check_cors(answer);
  }
  CHECK(server.ask("OPTIONS", "/anything").status == 204);
  CHECK(server.ask("POST", "/anything").status == 404);
}

TEST_CASE("HEAD is GET without the body") {
  RunningServer server;
  for (const char* path : {"/v1/usage", "/v1/limits/acme", "/metrics", "/health", "/"}) {
    const HttpAnswer get = server.get(path);
    const HttpAnswer head = server.ask("HEAD", path);
    CHECK(head.status == 200);
    CHECK(head.headers == get.headers);
    CHECK(head.body.empty());
  }
  CHECK(server.ask("HEAD", "/nope").status == 404);
}

TEST_CASE("trailing slashes and query strings do not matter") {
  RunningServer server;
  const std::string body = server.get("/v1/usage").body;
  for (const char* path : {"/v1/usage/", "/v1/usage//", "//v1//usage", "/v1/usage?x=1&y",
                           "/v1/usage/?refresh=true", "http://localhost:1/v1/usage"})
    CHECK(server.get(path).body == body);
}

TEST_CASE("a known entity tag is answered with 304, until the figures change") {
  RunningServer server;
  for (const std::string path : {"/v1/usage", "/v1/usage/acme", "/v1/limits", "/v1/limits/acme"}) {
    const std::string tag = server.get(path).header("etag");
    CAPTURE(path);
    REQUIRE(tag.size() > 2);
    for (const std::string& sent : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
      const HttpAnswer same = server.get(path, "If-None-Match: " + sent + "\r\n");
      CHECK(same.status == 304);
      CHECK(same.header("etag") == tag);
      CHECK(same.header("content-length").empty());
      check_cors(same);
    }
    CHECK(server.get(path, "If-None-Match: \"other\"\r\n").status == 200);
    server.publish({state_of("acme", 43)});
    const HttpAnswer changed = server.get(path, "If-None-Match: " + tag + "\r\n");
    CHECK(changed.status == 200);
    CHECK(changed.header("etag") != tag);
    server.publish({state_of("acme", 42), state_of("zeta", 7)});
  }
}

TEST_CASE("who asks for figures makes the keeper look, at most once in an interval") {
  RunningServer server;
  server.get("/v1/usage");
  server.get("/v1/limits");
  server.get("/metrics");
  server.get("/v1/usage/acme-alias");
  server.get("/v1/limits/acme");
  server.get("/health");
  server.get("/v1/providers");
  CHECK(server.figures.calls() == std::vector<std::string>{"look", "look acme"});
}

}  // namespace
}  // namespace usagestat::server
