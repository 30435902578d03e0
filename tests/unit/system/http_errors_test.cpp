// SPDX-License-Identifier: MIT
// What is said when no answer comes; never the path, the query or a header.
#include <catch2/catch_test_macros.hpp>

#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;
using test_net::PlainServer;

Error network(std::string message, std::string hint = {}) {
  return {ErrorKind::network, std::move(message), std::move(hint)};
}

TEST_CASE("a server that breaks off is described") {
  PlainServer server;
  server.on("GET", "/close").close();
  server.on("GET", "/reset").reset();
  server.on("GET", "/cut").reply(200, {}, std::string(1000, 'x')).cut_body_after(10);
  server.on("GET", "/noise").raw("220 ftp ready\r\n");
  HttpFixture world;
  CHECK(world.send(get(server.url("/close?token=secret"))).error() ==
        network("127.0.0.1 closed the connection without an answer."));
  CHECK(world.send(get(server.url("/reset"))).error() ==
        network("The connection to 127.0.0.1 was lost."));
  CHECK(world.send(get(server.url("/cut"))).error() ==
        network("The answer of 127.0.0.1 ended too early."));
  CHECK(world.send(get(server.url("/noise"))).error() ==
        network("127.0.0.1 did not answer in HTTP."));
}

TEST_CASE("nobody listening is described") {
  int port = 0;
  {
    const PlainServer gone;
    port = gone.port();
  }
  HttpFixture world;
  CHECK(world.send(get("http://127.0.0.1:" + std::to_string(port) + "/?key=secret")).error() ==
        network("127.0.0.1 refused the connection."));
}

TEST_CASE("an unknown host is described") {
  HttpFixture world;
  CHECK(world.send(get("http://no-such-host.invalid/?key=secret"), 20s).error() ==
        network("Could not find host no-such-host.invalid.", "Check the network connection."));
}

TEST_CASE("a response is cut off at its limit") {
  PlainServer server;
  const std::string body(2000, 'x');
  server.on("GET", "/declared").reply(200, {}, body);
  server.on("GET", "/undeclared").raw("HTTP/1.1 200 OK\r\n\r\n" + body);
  server.on("GET", "/exact").reply(200, {}, std::string(1000, 'x'));
  server.on("GET", "/huge").reply(200, {}, std::string((8U << 20U) + 1, 'x'));
  HttpFixture world;
  const auto send = [&](const char* path) {
    auto request = get(server.url(path));
    request.max_response_bytes = 1000;
    return world.send(request);
  };
  const Error too_large = network("The answer of 127.0.0.1 is larger than 1000 bytes.");
  CHECK(send("/declared").error() == too_large);
  CHECK(send("/undeclared").error() == too_large);
  CHECK(send("/exact")->body.size() == 1000);
  CHECK(world.send(get(server.url("/huge"))).error() ==
        network("The answer of 127.0.0.1 is larger than 8 MiB."));
}

TEST_CASE("endless headers are refused") {
  PlainServer server;
  std::string answer = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 2000; ++i)
    answer += "x-" + std::to_string(i) + ": " + std::string(400, 'y') + "\r\n";
  server.on("GET", "/").raw(answer + "\r\n");
  HttpFixture world;
  const auto response = world.send(get(server.url("/")));
  REQUIRE(response.has_error());
  CHECK(response.error().kind == ErrorKind::network);
}

TEST_CASE("a request that cannot be sent as it is is refused") {
  HttpFixture world;
  const auto refuse = [&](HttpRequest request) {
    const auto response = world.send(request);
    REQUIRE(response.has_error());
    CHECK(response.error().kind == ErrorKind::plugin);
    return response.error().message;
  };
  const std::string not_http = "The URL of a request is not an http or https URL.";
  CHECK(refuse(get("ftp://127.0.0.1/")) == not_http);
  CHECK(refuse(get("file:///etc/passwd")) == not_http);
  CHECK(refuse(get("127.0.0.1/x")) == not_http);
  CHECK(refuse(get("")) == not_http);

  auto request = get("http://127.0.0.1:1/");
  request.headers = {{"X-A", "1\r\nX-B: 2"}};
  CHECK(refuse(request) == "The request header X-A contains a line break.");
  request.headers = {{"X-A", std::string("1\0", 2)}};
  CHECK(refuse(request) == "The request header X-A contains a line break.");
  request.headers = {{"X A:", "1"}};
  CHECK(refuse(request) == "A request header has a name that is not a word.");
  request.headers = {};
  request.method = "GET / HTTP/1.1\r\nX: y";
  CHECK(refuse(request) == "The HTTP method of a request is not a word.");
}

// The permission check and the connection must mean the same host.
TEST_CASE("a URL that can be read in two ways goes nowhere") {
  PlainServer server;
  HttpFixture world;
  const std::string port = std::to_string(server.port());
  for (const std::string& url :
       {"http://good.example\\@127.0.0.1:" + port + "/", "http://127.1:" + port + "/",
        "http://2130706433:" + port + "/", "http://0x7f.0.0.1:" + port + "/",
        "http://good.example:80@127.0.0.1:" + port + "\\@good.example/",
        "http://127.0.0.1:" + port + "\n.good.example/"}) {
    const auto response = world.send(get(url), 2s);
    CAPTURE(url);
    REQUIRE(response.has_error());
    CHECK(response.error().kind == ErrorKind::plugin);
  }
  CHECK(server.connections() == 0);
}

}  // namespace
}  // namespace usagestat::system
