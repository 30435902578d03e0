// SPDX-License-Identifier: MIT
// Real credential files, a TLS server with a test CA, an HTTP CONNECT proxy that leads the
// services' names to it.
#include <catch2/catch_test_macros.hpp>

#include "base/encoding.hpp"
#include "base/json.hpp"
#include "cli/sandbox.hpp"
#include "support/net/connect_proxy.hpp"
#include "support/net/local_server.hpp"

namespace usagestat::test {
namespace {

namespace json = base::json;
using namespace std::chrono_literals;

const std::string k_usage_of_claude =
    R"({"five_hour":{"utilization":23.0,"resets_at":"2099-01-29T20:00:00.482113+00:00"},
  "seven_day":{"utilization":4.0,"resets_at":"2099-02-05T15:00:00Z"}})";
const std::string k_usage_of_codex =
    R"({"plan_type":"plus","rate_limit":{"primary_window":{"used_percent":9,
  "limit_window_seconds":18000,"reset_at":4070908800},"secondary_window":null}})";

std::string jwt() {
  const auto part = [](const std::string& text) {
    std::string encoded = base::base64_encode(text);
    while (encoded.ends_with('=')) encoded.pop_back();
    return encoded;
  };
  return part(R"({"alg":"none"})") + "." + part(R"({"exp":4070908800})") + ".c3Rvcnk";
}

// The services as one server, with the credentials of both in the home directory.
struct Services {
  Sandbox sandbox;
  test_net::TlsServer server{{"api.anthropic.com", "chatgpt.com"}};
  test_net::ConnectProxy proxy;

  Services() {
    sandbox.write(
        ".claude/.credentials.json",
        R"({"claudeAiOauth":{"accessToken":"sk-ant-oat01-net","refreshToken":"sk-ant-ort01-net","expiresAt":4070908800000,)"
        R"("scopes":["user:profile"],"subscriptionType":"max","rateLimitTier":"default_claude_max_20x"}})");
    sandbox.write(".codex/auth.json", R"({"tokens":{"access_token":")" + jwt() +
                                          R"(","refresh_token":"rt_net","account_id":"acc"}})");
    proxy.lead("api.anthropic.com", server.port());
    proxy.lead("chatgpt.com", server.port());
    sandbox.env["HTTPS_PROXY"] = proxy.url();
    sandbox.env["SSL_CERT_FILE"] = sandbox.write("ca.pem", server.ca_pem()).string();
  }

  void answer() {
    server.on("GET", "/api/oauth/usage")
        .reply(200, {{"content-type", "application/json"}}, k_usage_of_claude);
    server.on("GET", "/api/oauth/profile")
        .reply(200, {{"content-type", "application/json"}},
               R"({"account":{"email":"dev@example.com"}})");
    server.on("GET", "/backend-api/wham/usage")
        .reply(200, {{"content-type", "application/json"}}, k_usage_of_codex);
    server.on("GET", "/backend-api/wham/rate-limit-reset-credits").reply(404, {}, "");
  }
};

std::string lines_of(const json::value& snapshot) {
  return base::write_json(*base::find_member(snapshot, "lines"), base::JsonStyle::compact);
}

std::string error_of(const json::value& snapshot, std::string_view member) {
  const json::value* error = base::find_member(snapshot, "error");
  return error == nullptr ? "" : base::string_member(*error, member).value_or("");
}

json::array snapshots_of(const Run& run) {
  const auto document = base::parse_json(run.out, "stdout");
  REQUIRE(document.has_value());
  return document->get_array();
}

TEST_CASE("two providers are probed over TLS through the proxy") {
  Services services;
  services.answer();
  const Run run = services.sandbox.run({"--json", "usage", "claude", "codex"});
  CAPTURE(run.out, run.err);
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  const json::array snapshots = snapshots_of(run);
  REQUIRE(snapshots.size() == 2);
  CHECK(base::string_member(snapshots[0], "plan") == "Max 20x");
  CHECK(base::string_member(snapshots[0], "account") == "dev@example.com");
  CHECK(base::string_member(snapshots[0], "source") == "oauth");
  CHECK(
      lines_of(snapshots[0]) ==
      R"([{"type":"progress","label":"Session","used":23.0,"limit":100.0,"format":{"kind":"percent"},"resetsAt":"2099-01-29T20:00:00.482Z","periodDurationMs":18000000,"color":null},)"
      R"({"type":"progress","label":"Weekly","used":4.0,"limit":100.0,"format":{"kind":"percent"},"resetsAt":"2099-02-05T15:00:00Z","periodDurationMs":604800000,"color":null}])");
  CHECK(base::string_member(snapshots[1], "plan") == "Plus");
  CHECK(
      lines_of(snapshots[1]) ==
      R"([{"type":"progress","label":"Session","used":9.0,"limit":100.0,"format":{"kind":"percent"},"resetsAt":"2099-01-01T00:00:00Z","periodDurationMs":18000000,"color":null}])");
  CHECK(services.proxy.asked_for().size() == services.server.connections());
}

TEST_CASE("an unknown CA is a network error with a sentence about certificates") {
  Services services;
  services.answer();
  const test_net::TlsServer other({"other.example"});
  services.sandbox.env["SSL_CERT_FILE"] =
      services.sandbox.write("other.pem", other.ca_pem()).string();
  const Run run = services.sandbox.run({"--json", "claude"});
  CHECK(run.code == 3);
  const json::array snapshots = snapshots_of(run);
  CAPTURE(run.out);
  CHECK(error_of(snapshots[0], "kind") == "network");
  CHECK((error_of(snapshots[0], "message") + error_of(snapshots[0], "hint")).find("certificate") !=
        std::string::npos);
  CHECK(services.server.requests().empty());
}

TEST_CASE("a server that never answers is left at the deadline", "[alone]") {
  Services services;
  services.server.on("GET", "/api/oauth/usage").hang();
  services.server.on("GET", "/backend-api/wham/usage").reply(200, {}, k_usage_of_codex);
  services.server.on("GET", "/backend-api/wham/rate-limit-reset-credits").reply(404, {}, "");
  const Run run = services.sandbox.run({"--json", "--timeout", "1500ms", "claude", "codex"});
  CHECK(run.code == 3);
  CHECK(run.took < 4s);
  const json::array snapshots = snapshots_of(run);
  CHECK(error_of(snapshots[0], "kind") == "timeout");
  CHECK(base::find_member(snapshots[1], "error")->is_null());
}

TEST_CASE("without a network there is a sentence, and the credentials stay as they are") {
  Services services;
  services.sandbox.env["HTTPS_PROXY"] = "http://127.0.0.1:1";
  const std::string before = services.sandbox.read(".claude/.credentials.json");
  const Run run = services.sandbox.run({"claude"});
  CHECK(run.code == 3);
  CHECK(run.out.find("Error: ") != std::string::npos);
  CHECK(run.out.find("sk-ant") == std::string::npos);
  CHECK(services.sandbox.read(".claude/.credentials.json") == before);
}

TEST_CASE("an expired token is refreshed over the network and written back with its mode") {
  Services services;
  services.answer();
  // The token endpoint has a server of its own; both CAs are trusted.
  test_net::TlsServer tokens({"platform.claude.com"});
  tokens.on("POST", "/v1/oauth/token")
      .reply(
          200, {},
          R"({"access_token":"sk-ant-oat01-new","refresh_token":"sk-ant-ort01-new","expires_in":28800})");
  services.proxy.lead("platform.claude.com", tokens.port());
  services.sandbox.env["SSL_CERT_FILE"] =
      services.sandbox.write("both.pem", services.server.ca_pem() + tokens.ca_pem()).string();
  services.sandbox.write(
      ".claude/.credentials.json",
      R"({"claudeAiOauth":{"accessToken":"sk-ant-oat01-old","refreshToken":"sk-ant-ort01-old","expiresAt":1,"scopes":[]},"other":1})");
  const Run run = services.sandbox.run({"claude"});
  CAPTURE(run.out);
  CHECK(run.code == 0);
  const auto written = base::parse_json(services.sandbox.read(".claude/.credentials.json"), "file");
  REQUIRE(written.has_value());
  CHECK(base::string_member(*base::find_member(*written, "claudeAiOauth"), "refreshToken") ==
        "sk-ant-ort01-new");
  CHECK(base::number_member(*written, "other") == 1);
  using std::filesystem::perms;
  CHECK(std::filesystem::status(services.sandbox.home() / ".claude/.credentials.json")
            .permissions() == (perms::owner_read | perms::owner_write));
}

}  // namespace
}  // namespace usagestat::test
