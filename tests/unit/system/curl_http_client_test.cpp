// SPDX-License-Identifier: MIT
// Requests and answers over real sockets.
#include "system/curl_http_client.hpp"

#include <atomic>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "unit/system/http_fixture.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using test_net::PlainServer;

TEST_CASE("an answer comes back with its status, headers and body") {
  PlainServer server;
  server.on("GET", "/x")
      .reply(200, {{"X-Mixed-Case", "Some Value"}, {"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}},
             std::string("a\0b\xff", 4));
  HttpFixture world;
  const auto response = world.send(get(server.url("/x?q=1")));
  REQUIRE(response.has_value());
  CHECK(response->status == 200);
  CHECK(response->body == std::string("a\0b\xff", 4));
  CHECK(response->headers == std::vector<HttpHeader>{{"x-mixed-case", "Some Value"},
                                                     {"set-cookie", "a=1"},
                                                     {"set-cookie", "b=2"},
                                                     {"content-length", "4"}});
  REQUIRE(find_header(*response, "set-cookie"));
  CHECK(*find_header(*response, "set-cookie") == "b=2");
  CHECK(find_header(*response, "etag") == nullptr);
  CHECK(server.requests().at(0).target == "/x?q=1");
}

TEST_CASE("only what the caller asked for is sent") {
  PlainServer server;
  server.on("GET", "/").reply(204);
  HttpFixture world;
  REQUIRE(world.send(get(server.url("/"))).has_value());
  const auto headers = server.requests().at(0).headers;
  CHECK(headers == std::map<std::string, std::string>{
                       {"host", "127.0.0.1:" + std::to_string(server.port())}, {"accept", "*/*"}});
}

TEST_CASE("methods and bodies arrive as given") {
  PlainServer server;
  for (const char* const method : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "REPORT"}) {
    server.on(method, "/m").reply(200, {}, method);
  }
  HttpFixture world;
  const auto send = [&](std::string method, std::optional<std::string> body) {
    auto request = get(server.url("/m"));
    request.method = std::move(method);
    request.body = std::move(body);
    request.headers = {{"X-Empty", ""}, {"Content-Length", "999"}};
    auto response = world.send(request);
    REQUIRE(response.has_value());
    CHECK(response->status == 200);
    return response->body;
  };
  CHECK(send("GET", std::nullopt) == "GET");
  CHECK(send("POST", std::string("a\0b", 3)) == "POST");
  CHECK(send("POST", std::nullopt) == "POST");
  CHECK(send("PUT", "{}") == "PUT");
  CHECK(send("PATCH", "{}") == "PATCH");
  CHECK(send("DELETE", std::nullopt) == "DELETE");
  CHECK(send("DELETE", "x") == "DELETE");
  CHECK(send("HEAD", std::nullopt).empty());
  CHECK(send("REPORT", "x") == "REPORT");

  const auto requests = server.requests();
  REQUIRE(requests.size() == 9);
  CHECK(requests[1].body == std::string("a\0b", 3));
  CHECK(requests[1].headers.count("content-type") == 0);
  CHECK(requests[1].headers.count("expect") == 0);
  CHECK(requests[1].headers.at("x-empty").empty());
  CHECK(requests[1].header("content-length") == "3");
  CHECK(requests[2].header("content-length") == "0");
  CHECK(requests[0].headers.count("content-length") == 0);
  CHECK(requests[6].body == "x");
  CHECK(server.connections() == 1);
}

TEST_CASE("a large body is sent without waiting for a permission to go on") {
  PlainServer server;
  server.on("POST", "/").reply(200);
  HttpFixture world;
  auto request = get(server.url("/"));
  request.method = "POST";
  request.body = std::string(3U << 20U, 'x');
  REQUIRE(world.send(request).has_value());
  CHECK(server.requests().at(0).headers.count("expect") == 0);
  CHECK(server.requests().at(0).body.size() == 3U << 20U);
}

TEST_CASE("any status is an answer and redirects are not followed") {
  PlainServer server;
  server.on("GET", "/500").reply(500, {}, "broken");
  server.on("GET", "/302").redirect("https://elsewhere.example/");
  HttpFixture world;
  CHECK(world.send(get(server.url("/500")))->status == 500);
  const auto redirect = world.send(get(server.url("/302")));
  REQUIRE(redirect.has_value());
  CHECK(redirect->status == 302);
  CHECK(*find_header(*redirect, "location") == "https://elsewhere.example/");
}

TEST_CASE("interim answers are skipped and trailers are not headers") {
  PlainServer server;
  server.on("GET", "/")
      .raw(
          "HTTP/1.1 103 Early Hints\r\nx-early: 1\r\n\r\n"
          "HTTP/1.1 200 OK\r\nx-late: 1\r\ntransfer-encoding: chunked\r\n\r\n"
          "3\r\nabc\r\n0\r\nx-trailer: 1\r\n\r\n");
  HttpFixture world;
  const auto response = world.send(get(server.url("/")));
  REQUIRE(response.has_value());
  CHECK(response->status == 200);
  CHECK(response->body == "abc");
  CHECK(response->headers ==
        std::vector<HttpHeader>{{"x-late", "1"}, {"transfer-encoding", "chunked"}});
}

TEST_CASE("a connection is used again") {
  PlainServer server;
  server.on("GET", "/").reply(200);
  HttpFixture world;
  for (int i = 0; i < 20; ++i) REQUIRE(world.send(get(server.url("/"))).has_value());
  CHECK(server.connections() == 1);
}

TEST_CASE("requests sent together run together and answer in order", "[alone]") {
  PlainServer server;
  std::vector<HttpRequest> requests;
  for (int i = 0; i < 50; ++i) {
    const std::string path = "/" + std::to_string(i);
    server.on("GET", path).reply(200, {}, path).after(300ms - std::chrono::milliseconds{i});
    requests.push_back(get(server.url(path)));
  }
  requests.push_back(get("ftp://127.0.0.1/"));
  HttpFixture world;
  const StopWatch watch;
  const auto results = world.client.send_all(requests, within(10s));
  CHECK(watch.elapsed() < 5s);
  REQUIRE(results.size() == 51);
  for (std::size_t i = 0; i < 50; ++i) {
    REQUIRE(results[i].has_value());
    CHECK(results[i]->body == "/" + std::to_string(i));
  }
  REQUIRE(results[50].has_error());
  CHECK(results[50].error().message == "The URL of a request is not an http or https URL.");
  CHECK(world.client.send_all({}, within(1s)).empty());
}

TEST_CASE("many threads share one client") {
  PlainServer server;
  server.on("GET", "/").reply(200, {}, "ok").after(20ms);
  HttpFixture world;
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 5; ++n) good += world.send(get(server.url("/"))).has_value() ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(good == 80);
  CHECK(server.connections() <= 16);
}

TEST_CASE("a caller returns at its deadline, its request's timeout or its stop", "[alone]") {
  PlainServer server;
  server.on("GET", "/hang").hang();
  server.on("GET", "/ok").reply(200);
  HttpFixture world;

  auto request = get(server.url("/hang"));
  request.timeout = 150ms;
  StopWatch watch;
  auto response = world.send(request);
  CHECK(watch.elapsed() >= 150ms);
  CHECK(watch.elapsed() < 1s);
  CHECK(response.error() ==
        base::Error{base::ErrorKind::timeout, "127.0.0.1 did not answer within 0.15 s.", ""});

  watch = {};
  response = world.send(get(server.url("/hang")), 120ms);
  CHECK(watch.elapsed() >= 119ms);
  CHECK(watch.elapsed() < 1s);
  CHECK(response.error() == base::Error{base::ErrorKind::timeout,
                                        "127.0.0.1 did not answer before the time limit.",
                                        "Allow more time with --timeout."});

  std::stop_source stop;
  std::thread stopper([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  watch = {};
  response = world.client.send(get(server.url("/hang")), within(10s, stop.get_token()));
  CHECK(watch.elapsed() < 1s);
  CHECK(response.error().kind == base::ErrorKind::interrupted);
  stopper.join();

  CHECK(world.client.send(get(server.url("/ok")), within(1s, stop.get_token())).error().kind ==
        base::ErrorKind::interrupted);
  CHECK(world.send(get(server.url("/ok")), 0ms).error().kind == base::ErrorKind::timeout);
  CHECK(server.requests().size() == 3);
  CHECK(world.send(get(server.url("/ok"))).has_value());
}

TEST_CASE("those that answered in time are kept when others do not") {
  PlainServer server;
  server.on("GET", "/hang").hang();
  server.on("GET", "/ok").reply(200, {}, "ok");
  HttpFixture world;
  const auto results =
      world.client.send_all({get(server.url("/hang")), get(server.url("/ok"))}, within(200ms));
  CHECK(results[0].error().kind == base::ErrorKind::timeout);
  REQUIRE(results[1].has_value());
  CHECK(results[1]->body == "ok");
}

TEST_CASE("a client can be destroyed while requests hang", "[alone]") {
  PlainServer server;
  server.on("GET", "/hang").hang();
  const StopWatch watch;
  {
    HttpFixture world;
    CHECK(world.send(get(server.url("/hang")), 50ms).has_error());
  }
  CHECK(watch.elapsed() < 1s);
}

TEST_CASE("an unused client costs nothing", "[alone]") {
  const TestEnvironment environment;
  RealFilesystem filesystem;
  const StopWatch watch;
  for (int i = 0; i < 1000; ++i) CurlHttpClient{environment, filesystem};
  CHECK(watch.elapsed() < 200ms);
}

}  // namespace
}  // namespace usagestat::system
