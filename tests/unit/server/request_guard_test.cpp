// SPDX-License-Identifier: MIT
#include "server/request_guard.hpp"

#include <catch2/catch_test_macros.hpp>

#include "server_world.hpp"

namespace usagestat::server {
namespace {

unsigned status_for_host(const std::string& host, const GuardRules& rules = {}) {
  Request request;
  request.host = host;
  const auto refusal = check_host(request, rules);
  return refusal ? refusal->status : 200;
}

TEST_CASE("only loopback names and addresses are ours") {
  for (const char* host : {"localhost", "LOCALHOST:6736", "localhost.", "127.0.0.1",
                           "127.0.0.1:6736", "127.8.9.1", "[::1]", "[::1]:80", "usage.localhost:1"})
    CHECK(status_for_host(host) == 200);
  for (const char* host :
       {"evil.example", "evil.example:6736", "localhost.evil.example", "127.0.0.1.evil.example",
        "192.168.1.2", "0.0.0.0", "[::2]", "", ":80", "localhost:80:80", "a@localhost",
        "localhost/", "localhost:x", "[::1", "::1", "[localhost]", "localhost:123456"})
    CHECK(status_for_host(host) == 403);
}

TEST_CASE("on another address its own name, literal addresses and, with a token, any name") {
  GuardRules rules;
  rules.listen_host = "192.168.1.2";
  CHECK(status_for_host("192.168.1.2:6736", rules) == 200);
  CHECK(status_for_host("10.0.0.1", rules) == 200);
  CHECK(status_for_host("box.example", rules) == 403);
  rules.token = "secret";
  CHECK(status_for_host("box.example", rules) == 200);
}

TEST_CASE("a rebound name reads nothing, over a socket, on any route") {
  RunningServer server;
  for (const char* target : {"/v1/usage", "/", "/metrics", "/nope"}) {
    Client client(server.port());
    client.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: evil.example:6736\r\n\r\n");
    const HttpAnswer answer = client.answer();
    CHECK(answer.status == 403);
    CHECK(answer.body == R"({"error":"forbidden_host"})");
  }
  Client absolute(server.port());
  absolute.send("GET http://evil.example/v1/usage HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(absolute.answer().status == 403);
  for (const char* headers : {"", "Host: localhost\r\nHost: localhost\r\n"}) {
    Client client(server.port());
    client.send("GET /v1/usage HTTP/1.1\r\n" + std::string(headers) + "\r\n");
    CHECK(client.answer().status == 400);
  }
}

TEST_CASE("a foreign page may not post") {
  RunningServer server;
  const auto post = [&](const std::string& headers) {
    return server.ask("POST", "/v1/refresh", headers);
  };
  for (const char* origin :
       {"https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"}) {
    const HttpAnswer answer = post("Origin: " + std::string(origin) + "\r\n");
    CHECK(answer.status == 403);
    CHECK(answer.body.find("\"forbidden_origin\"") != std::string::npos);
  }
  CHECK(server.figures.calls().empty());
  CHECK(post("").status == 202);
  CHECK(post("Origin: http://127.0.0.1\r\n").status == 202);
  ServerSettings settings;
  settings.rules.cors = {"https://dash.example"};
  server.apply(settings);
  CHECK(post("Origin: https://dash.example\r\n").status == 202);
  CHECK(post("Origin: https://evil.example\r\n").status == 403);
}

TEST_CASE("which pages may read answers is what the config says") {
  ServerSettings settings;
  settings.rules.cors = {};
  RunningServer server(settings);
  const HttpAnswer none = server.get("/v1/usage", "Origin: https://dash.example\r\n");
  CHECK(none.status == 200);
  CHECK(none.header("access-control-allow-origin").empty());
  settings.rules.cors = {"https://dash.example"};
  server.apply(settings);
  const HttpAnswer listed = server.get("/v1/usage", "Origin: https://dash.example\r\n");
  CHECK(listed.header("access-control-allow-origin") == "https://dash.example");
  CHECK(listed.header("vary") == "Origin");
  const HttpAnswer other = server.get("/v1/usage", "Origin: https://evil.example\r\n");
  CHECK(other.header("access-control-allow-origin").empty());
}

TEST_CASE("data needs the token where there is one") {
  ServerSettings settings;
  settings.rules.token = "made-up-token";
  RunningServer server(settings);
  for (const char* path : {"/v1/usage", "/v1/providers", "/metrics", "/v1/events", "/v1/status"}) {
    for (const char* header :
         {"", "Authorization: Bearer wrong-token!!\r\n", "Authorization: Bearer \r\n",
          "Authorization: made-up-token\r\n", "Authorization: Bearer made-up-token2\r\n"}) {
      const HttpAnswer answer = server.get(path, header);
      CHECK(answer.status == 401);
      CHECK(answer.header("www-authenticate") == "Bearer");
      CHECK(answer.body.find("made-up") == std::string::npos);
    }
  }
  CHECK(server.ask("POST", "/v1/refresh").status == 401);
  CHECK(server.get("/v1/usage", "Authorization: bearer made-up-token\r\n").status == 200);
  for (const char* path : {"/health", "/", "/openapi.json"}) CHECK(server.get(path).status == 200);
}

}  // namespace
}  // namespace usagestat::server
