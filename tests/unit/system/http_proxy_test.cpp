// SPDX-License-Identifier: MIT
// Requests through a real proxy.
#include <array>

#include <catch2/catch_test_macros.hpp>

#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;
using test_net::ConnectProxy;
using test_net::PlainServer;
using test_net::TlsServer;

using Targets = std::vector<std::string>;

TEST_CASE("HTTPS_PROXY leads to a server by its name, verified end to end") {
  TlsServer server({"api.example.com"});
  server.on("GET", "/x").reply(200, {}, "through");
  ConnectProxy proxy;
  proxy.lead("api.example.com", server.port());
  HttpFixture world;
  world.trust(server.ca_pem());
  world.environment.variables["HTTPS_PROXY"] = proxy.url();
  auto request = get("https://api.example.com/x");
  request.headers = {{"Authorization", "Bearer secret"}};
  for (int i = 0; i < 3; ++i) {
    const auto response = world.send(request);
    REQUIRE(response.has_value());
    CHECK(response->body == "through");
    CHECK(response->headers == std::vector<HttpHeader>{{"content-length", "7"}});
  }
  CHECK(proxy.asked_for() == Targets{"api.example.com:443"});
  CHECK(server.requests().at(0).header("host") == "api.example.com");
}

TEST_CASE("the config's proxy goes before the variables, and loopback hosts go direct") {
  PlainServer server;
  server.on("GET", "/").reply(200);
  ConnectProxy proxy;
  proxy.lead("api.example.com", server.port());
  HttpFixture world;
  world.environment.variables["http_proxy"] = "http://127.0.0.1:1";
  world.client.configure({proxy.url(), std::nullopt});
  CHECK(world.send(get(server.url("/")))->status == 200);
  CHECK(proxy.asked_for().empty());
  CHECK(world.send(get("http://api.example.com/"))->status == 200);
  CHECK(proxy.asked_for() == Targets{"http://api.example.com/"});
}

TEST_CASE("NO_PROXY keeps a host away from the proxy") {
  ConnectProxy proxy;
  HttpFixture world;
  world.environment.variables = {{"HTTPS_PROXY", proxy.url()}, {"NO_PROXY", ".invalid"}};
  CHECK(world.send(get("https://no-such-host.invalid/"), 20s).error().message ==
        "Could not find host no-such-host.invalid.");
  CHECK(proxy.asked_for().empty());
}

TEST_CASE("a proxy's password is sent to it and to nobody else") {
  TlsServer server({"api.example.com"});
  server.on("GET", "/").reply(200);
  ConnectProxy proxy;
  proxy.lead("api.example.com", server.port());
  proxy.require_password("user:pass word");
  HttpFixture world;
  world.trust(server.ca_pem());
  const std::string port = std::to_string(proxy.port());
  world.environment.variables["HTTPS_PROXY"] = "http://user:pass%20word@127.0.0.1:" + port;
  CHECK(world.send(get("https://api.example.com/"))->status == 200);
  CHECK(server.requests().at(0).headers.count("proxy-authorization") == 0);
}

TEST_CASE("a proxy that fails is named, without its password") {
  ConnectProxy proxy;
  proxy.refuse("forbidden.example", 403);
  proxy.require_password("user:right");
  HttpFixture world;
  const std::string port = std::to_string(proxy.port());
  const auto ask = [&](const std::string& setting) {
    world.environment.variables["HTTPS_PROXY"] = setting;
    world.client.configure({});
    return world.send(get("https://forbidden.example/?key=secret"), 20s).error();
  };
  CHECK(ask("http://user:wrong@127.0.0.1:" + port) ==
        Error{ErrorKind::network, "The proxy 127.0.0.1 asks for a user name and password.",
              "Write them as http://user:password@host:port in HTTPS_PROXY."});
  CHECK(ask("http://user:right@127.0.0.1:" + port) ==
        Error{ErrorKind::network,
              "The proxy 127.0.0.1 would not connect to forbidden.example (HTTP 403).", ""});
  CHECK(ask("http://u:secret@127.0.0.1:1") == Error{ErrorKind::network,
                                                    "The proxy 127.0.0.1 refused the connection.",
                                                    "Check the proxy address in HTTPS_PROXY."});
  CHECK(ask("http://u:secret@no-such-proxy.invalid:80") ==
        Error{ErrorKind::network, "The proxy no-such-proxy.invalid could not be found.",
              "Check the proxy address in HTTPS_PROXY."});
  CHECK(ask("gopher://u:secret@proxy") ==
        Error{ErrorKind::config, "The proxy address in HTTPS_PROXY has an unknown scheme.",
              "Write it as http://host:port, https://host:port or socks5h://host:port."});
}

TEST_CASE("a proxy that says nothing is a timeout", "[alone]") {
  test_net::Acceptor silent([](test_net::Connection& connection) {
    std::array<char, 4096> ignored;
    while (connection.read(ignored.data(), ignored.size()) > 0) {
    }
  });
  HttpFixture world;
  world.environment.variables["ALL_PROXY"] = "127.0.0.1:" + std::to_string(silent.port());
  const StopWatch watch;
  CHECK(world.send(get("https://api.example.com/"), 150ms).error().kind == ErrorKind::timeout);
  CHECK(watch.elapsed() < 1s);
}

TEST_CASE("a SOCKS proxy resolves the name") {
  PlainServer server;
  server.on("GET", "/").reply(200, {}, "socks");
  std::string asked;
  test_net::Acceptor socks([&](test_net::Connection& client) {
    std::array<char, 512> buffer;
    client.read(buffer.data(), buffer.size());
    client.write(std::string("\x05\x00", 2));
    const std::size_t count = client.read(buffer.data(), buffer.size());
    asked = std::string(buffer.data() + 5, count - 7);
    client.write(std::string("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10));
    client.read(buffer.data(), buffer.size());
    client.write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nsocks");
  });
  HttpFixture world;
  world.environment.variables["ALL_PROXY"] = "socks5h://127.0.0.1:" + std::to_string(socks.port());
  const auto response = world.send(get("http://api.example.com/"));
  REQUIRE(response.has_value());
  CHECK(response->body == "socks");
  CHECK(asked == "api.example.com");
}

}  // namespace
}  // namespace usagestat::system
