// SPDX-License-Identifier: MIT
// What a client may not do to the server, over real sockets.
#include <chrono>
#include <list>
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "server_world.hpp"

namespace usagestat::server {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

TEST_CASE("requests on one connection are answered in order, also when sent at once") {
  RunningServer server;
  Client client(server.port());
  client.send(request_text("GET", "/health") + request_text("GET", "/nope") +
              request_text("HEAD", "/v1/usage") + request_text("GET", "/v1/history") +
              request_text("POST", "/v1/refresh", "Content-Length: 2\r\n") + "{}" +
              request_text("GET", "/v1/usage/acme"));
  CHECK(client.answer().status == 200);
  CHECK(client.answer().status == 404);
  CHECK(client.answer(true).status == 200);
  CHECK(client.answer().body == "[]");
  CHECK(client.answer().status == 202);
  CHECK(client.answer().body.find("\"acme\"") != std::string::npos);
}

TEST_CASE("a header or a body that is too large is refused and the connection ends") {
  RunningServer server;
  {
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(9000, 'x'));
    CHECK(client.answer().status == 431);
    CHECK(client.is_ended());
  }
  {
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(10U << 20U, 'x') +
                "\r\n\r\n");
    CHECK(client.answer().status == 431);
  }
  {
    Client client(server.port());
    client.send(request_text("POST", "/v1/refresh", "Content-Length: 65537\r\n"));
    CHECK(client.answer().status == 413);
    CHECK(client.is_ended());
  }
  {
    Client client(server.port());
    client.send(request_text("POST", "/v1/refresh", "Content-Length: 65536\r\n") +
                std::string(65536, 'x'));
    CHECK(client.answer().status == 202);
  }
}

TEST_CASE("what is no HTTP is answered with 400") {
  RunningServer server;
  for (const std::string& bytes :
       {std::string("hello\r\n\r\n"), std::string("\0\1\2\3\r\n\r\n", 8),
        std::string("GET / HTTP/9.9\r\n\r\n"), std::string("GET /\xff\xfe HTTP/1.1\r\n: x\r\n\r\n"),
        std::string("GET x HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        request_text("POST", "/v1/refresh", "Content-Length: -1\r\n"),
        request_text("POST", "/v1/refresh",
                     "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")}) {
    Client client(server.port());
    client.send(bytes);
    const HttpAnswer answer = client.answer();
    CHECK(answer.status == 400);
    CHECK(answer.header("connection") == "close");
    CHECK(client.is_ended());
  }
}

TEST_CASE("a path that is not UTF-8 is just unknown") {
  RunningServer server;
  CHECK(server.get("/v1/usage/%ff%fe").status == 404);
  CHECK(server.get("/v1/usage/%00").status == 404);
  CHECK(server.get("/v1/usage/%").status == 404);
}

TEST_CASE("random bytes end no server") {
  RunningServer server;
  std::mt19937 random(20261125);
  const std::string valid = request_text("GET", "/v1/usage/acme?a=b", "If-None-Match: \"x\"\r\n");
  for (int i = 0; i < 300; ++i) {
    std::string bytes = valid;
    for (int j = 0; j < 4; ++j) bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    test_net::Connection connection(test_net::connect_to_loopback(static_cast<int>(server.port())));
    connection.write(bytes);
  }
  CHECK(server.get("/health").status == 200);
}

TEST_CASE("a request that does not come to its end is answered with 408") {
  ServerLimits limits;
  limits.request_time = 100ms;
  limits.idle_time = 100ms;
  RunningServer server({}, limits);
  Client slow(server.port());
  slow.send("GET / HTTP/1.1\r\nHost: loc");
  CHECK(slow.answer().status == 408);
  CHECK(slow.is_ended());
  Client silent(server.port());
  CHECK(silent.is_ended());
  Client idle(server.port());
  idle.send(request_text("GET", "/health"));
  CHECK(idle.answer().status == 200);
  CHECK(idle.is_ended());
}

TEST_CASE("beyond the limit of connections the answer is 503") {
  ServerLimits limits;
  limits.connections = 4;
  RunningServer server({}, limits);
  std::list<Client> clients;
  for (int i = 0; i < 4; ++i) {
    Client& client = clients.emplace_back(server.port());
    client.send(request_text("GET", "/health"));
    CHECK(client.answer().status == 200);
  }
  {
    Client one_more(server.port());
    one_more.send(request_text("GET", "/health"));
    const HttpAnswer answer = one_more.answer();
    CHECK(answer.status == 503);
    CHECK(answer.body == R"({"error":"server_busy"})");
    CHECK(one_more.is_ended());
  }
  clients.pop_front();
  unsigned status = 503;
  for (int i = 0; i < 100 && status == 503; ++i) status = server.get("/health").status;
  CHECK(status == 200);
}

TEST_CASE("500 half-open connections delay nobody who asks", "[alone]") {
  RunningServer server;
  std::list<test_net::Connection> half_open;
  for (int i = 0; i < 500; ++i) {
    half_open.emplace_back(test_net::connect_to_loopback(static_cast<int>(server.port())));
    half_open.back().write("GET /v1/usage HTTP/1.1\r\nHost: ");
  }
  for (int i = 0; i < 20; ++i) {
    const auto began = SteadyClock::now();
    CHECK(server.get("/v1/usage").status == 200);
    CHECK(SteadyClock::now() - began < 50ms);
  }
}

TEST_CASE("stopping ends what waits at once and what is in flight with its answer", "[alone]") {
  RunningServer server;
  Client idle(server.port());
  idle.send(request_text("GET", "/health"));
  CHECK(idle.answer().status == 200);
  Client stream(server.port());
  stream.send(request_text("GET", "/v1/events"));
  stream.read_until("snapshot");
  const auto began = SteadyClock::now();
  server.stop();
  CHECK(SteadyClock::now() - began < 1s);
  CHECK(idle.is_ended());
}

TEST_CASE("the server ends after idle_exit without a request, a stream keeps it", "[alone]") {
  ServerSettings settings;
  settings.idle_exit = 300ms;
  RunningServer server(settings);
  const auto began = SteadyClock::now();
  {
    Client stream(server.port());
    stream.send(request_text("GET", "/v1/events"));
    stream.read_until("snapshot");
    std::this_thread::sleep_for(500ms);
    CHECK(server.get("/health").status == 200);
  }
  server.wait();
  const auto took = SteadyClock::now() - began;
  CHECK(took >= 800ms);
  CHECK(took < 5s);
}

TEST_CASE("a port that is taken is an error that says so") {
  RunningServer server;
  ListenAddress address;
  address.port = server.port();
  const auto second = HttpServer::listen(address);
  REQUIRE(second.has_error());
  CHECK(second.error().kind == base::ErrorKind::io);
  CHECK(second.error().message == "Cannot listen on 127.0.0.1 port " +
                                      std::to_string(server.port()) + ": Address already in use.");
  address.host = "example.com";
  const auto named = HttpServer::listen(address);
  REQUIRE(named.has_error());
  CHECK(named.error().kind == base::ErrorKind::config);
}

}  // namespace
}  // namespace usagestat::server
