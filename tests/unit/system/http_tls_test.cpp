// SPDX-License-Identifier: MIT
// HTTPS against a real TLS server: who is trusted, what is said otherwise, what is used again.
#include <array>

#include <catch2/catch_test_macros.hpp>
#include <sys/resource.h>

#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::Error;
using base::ErrorKind;
using test_net::TlsServer;
using test_net::TlsServerOptions;
using test_net::Validity;

const std::string trust_hint =
    "If your company's proxy or your own authority signs it, name its CA file with "
    "SSL_CERT_FILE or caBundle in the config.";

TlsServerOptions tls12() {
  TlsServerOptions options;
  options.tls13 = false;
  return options;
}

TlsServerOptions valid(Validity validity) {
  TlsServerOptions options;
  options.validity = validity;
  return options;
}

TEST_CASE("a server signed by a trusted authority is believed, in TLS 1.3 and 1.2") {
  for (const auto& options : {TlsServerOptions{}, tls12()}) {
    TlsServer server({"localhost", "127.0.0.1"}, options);
    server.on("GET", "/x").reply(200, {}, "secret things");
    HttpFixture world;
    world.trust(server.ca_pem());
    const auto by_address = world.send(get(server.url("/x")));
    REQUIRE(by_address.has_value());
    CHECK(by_address->body == "secret things");
    const auto by_name =
        world.send(get("https://localhost:" + std::to_string(server.port()) + "/x"));
    REQUIRE(by_name.has_value());
    CHECK(by_name->status == 200);
  }
}

TEST_CASE("an unknown authority is not believed, and the sentence says what to do") {
  TlsServer server({"127.0.0.1"});
  server.on("GET", "/").reply(200);
  HttpFixture world;
  world.trust(TlsServer({"127.0.0.1"}).ca_pem());
  CHECK(
      world.send(get(server.url("/?key=secret"))).error() ==
      Error{
          ErrorKind::network,
          "The certificate of 127.0.0.1 is not trusted: this machine does not know who issued it.",
          trust_hint});
  CHECK(server.requests().empty());
}

TEST_CASE("the authorities of this machine do not vouch for a test server") {
  TlsServer server({"127.0.0.1"});
  HttpFixture world;
  const auto response = world.send(get(server.url("/")));
  REQUIRE(response.has_error());
  CHECK(response.error().hint == trust_hint);
  CHECK(server.requests().empty());
}

TEST_CASE("a certificate out of its time or for another name is not believed") {
  const auto ask = [](const TlsServer& server) {
    HttpFixture world;
    world.trust(server.ca_pem());
    return world.send(get(server.url("/"))).error();
  };
  CHECK(ask(TlsServer({"127.0.0.1"}, valid(Validity::expired))) ==
        Error{ErrorKind::network, "The certificate of 127.0.0.1 has expired.",
              "Check this machine's clock."});
  CHECK(ask(TlsServer({"127.0.0.1"}, valid(Validity::not_yet))) ==
        Error{ErrorKind::network, "The certificate of 127.0.0.1 is not valid yet.",
              "Check this machine's clock."});
  CHECK(ask(TlsServer({"api.example.com"})) ==
        Error{ErrorKind::network, "The certificate of 127.0.0.1 is for another name.",
              "Something between this machine and the service answers in its place."});
}

TEST_CASE("a loopback server may be believed without a certificate, when asked for") {
  TlsServer server({"other.example"}, valid(Validity::expired));
  server.on("GET", "/").reply(200);
  HttpFixture world;
  auto request = get(server.url("/"));
  request.accept_invalid_certificate = true;
  CHECK(world.send(request).has_value());
  // The connection that was accepted unseen must not serve those who want to see.
  CHECK(world.send(get(server.url("/"))).has_error());
  CHECK(world.send(request).has_value());
  CHECK(server.requests().size() == 2);
}

TEST_CASE("a host elsewhere is never believed without a certificate") {
  TlsServer server({"other.example"});
  server.on("GET", "/").reply(200);
  test_net::ConnectProxy proxy;
  proxy.lead("api.example.com", server.port());
  HttpFixture world;
  world.environment.variables["HTTPS_PROXY"] = proxy.url();
  auto request = get("https://api.example.com/");
  request.accept_invalid_certificate = true;
  CHECK(world.send(request).error().kind == ErrorKind::network);
  CHECK(server.requests().empty());
}

TEST_CASE("a server that does not speak TLS is described") {
  test_net::Acceptor server([](test_net::Connection& connection) {
    std::array<char, 4096> ignored;
    connection.read(ignored.data(), ignored.size());
    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  HttpFixture world;
  const auto response = world.send(get("https://127.0.0.1:" + std::to_string(server.port()) + "/"));
  REQUIRE(response.has_error());
  CHECK(response.error().message ==
        "No secure connection to 127.0.0.1 could be made: the TLS handshake failed.");
}

TEST_CASE("a connection is used again, and so is a TLS session when it was closed") {
  for (const auto& options : {TlsServerOptions{}, tls12()}) {
    TlsServer server({"127.0.0.1"}, options);
    server.on("GET", "/kept").reply(200);
    server.on("GET", "/closed").reply(200).closing();
    HttpFixture world;
    world.trust(server.ca_pem());
    for (int i = 0; i < 5; ++i) REQUIRE(world.send(get(server.url("/kept"))).has_value());
    CHECK(server.handshakes() == 1);
    CHECK(server.resumptions() == 0);
    for (int i = 0; i < 5; ++i) REQUIRE(world.send(get(server.url("/closed"))).has_value());
    CHECK(server.handshakes() == 5);
    CHECK(server.resumptions() == 4);
  }
}

TEST_CASE("a caller that hangs in the handshake returns at its deadline", "[alone]") {
  test_net::Acceptor silent([](test_net::Connection& connection) {
    std::array<char, 4096> ignored;
    while (connection.read(ignored.data(), ignored.size()) > 0) {
    }
  });
  HttpFixture world;
  const StopWatch watch;
  const auto response =
      world.send(get("https://127.0.0.1:" + std::to_string(silent.port()) + "/"), 100ms);
  CHECK(watch.elapsed() < 1s);
  CHECK(response.error().kind == ErrorKind::timeout);
}

std::chrono::microseconds processor_time() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto of = [](const timeval& time) {
    return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

TEST_CASE("fifty requests at once wait for the slowest one only", "[alone]") {
  TlsServer server({"127.0.0.1"});
  server.on("GET", "/").reply(200, {}, "ok").after(300ms);
  HttpFixture world;
  world.trust(server.ca_pem());
  auto request = get(server.url("/"));
  request.timeout = 30s;
  const std::vector<HttpRequest> requests(50, request);
  const auto before = processor_time();
  const StopWatch watch;
  const auto results = world.client.send_all(requests, within(30s));
  const auto elapsed = watch.elapsed();
  for (const auto& result : results) CHECK(result.has_value());
  CHECK(server.connections() <= 50);
  INFO("wall " << elapsed.count() << " ms, CPU of both sides "
               << (processor_time() - before).count() / 1000 << " ms, " << server.handshakes()
               << " handshakes, " << server.resumptions() << " resumed");
  CHECK(elapsed < 14s);  // one after the other takes 15 s
}

}  // namespace
}  // namespace usagestat::system
