// SPDX-License-Identifier: MIT
#include <catch2/catch_test_macros.hpp>

#include "server_world.hpp"

namespace usagestat::server {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a stream begins with the present snapshots and goes on with those that change") {
  RunningServer server;
  Client client(server.port());
  client.send(request_text("GET", "/v1/events"));
  const std::string head = client.read_until("\r\n\r\n");
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(head.find("Access-Control-Allow-Origin: *\r\n") != std::string::npos);
  CHECK(client.read_until("\n\n").starts_with("event: snapshot\ndata: {\"providerId\":\"acme\","));
  CHECK(client.read_until("\n\n").starts_with("event: snapshot\ndata: {\"providerId\":\"zeta\","));

  InstanceState failed = state_of("zeta", 7);
  failed.snapshot->stale = true;
  failed.snapshot->error = model::SnapshotError{
      base::ErrorKind::auth, "Session expired.", "", *failed.snapshot->fetched_at, {}};
  server.publish({state_of("acme", 42), failed});
  const std::string changed = client.read_until("\n\n");
  CHECK(changed.starts_with("event: snapshot\ndata: {\"providerId\":\"zeta\","));
  CHECK(
      client.read_until("\n\n") ==
      "event: error\ndata: {\"instanceId\":\"zeta\",\"error\":{\"kind\":\"auth\",\"message\":"
      "\"Session expired.\",\"hint\":null,\"at\":\"2026-03-26T11:16:29Z\",\"retryAt\":null}}\n\n");
}

TEST_CASE("a quiet stream beats, and counts as asking") {
  ServerLimits limits;
  limits.heartbeat = 50ms;
  ServerSettings settings;
  settings.refresh = 50ms;
  RunningServer server(settings, limits);
  Client client(server.port());
  client.send(request_text("GET", "/v1/events"));
  CHECK(client.read_until("heartbeat\n").find("snapshot") != std::string::npos);
  CHECK(client.read_until("\n\n") == "data: {\"at\":\"2026-03-26T11:16:30Z\"}\n\n");
  client.read_until("heartbeat\n");
  client.read_until("heartbeat\n");
  CHECK(server.figures.calls().size() >= 2);
}

TEST_CASE("HEAD of a stream has its header and ends") {
  RunningServer server;
  Client client(server.port());
  client.send(request_text("HEAD", "/v1/events"));
  const std::string all = client.rest();
  CHECK(all.find("text/event-stream") != std::string::npos);
  CHECK(all.ends_with("\r\n\r\n"));
}

TEST_CASE("with polling old figures are asked for although nobody is there") {
  ServerSettings settings;
  settings.refresh = 30ms;
  settings.is_polling = true;
  RunningServer server(settings);
  for (int i = 0; i < 100 && server.figures.calls().size() < 2; ++i)
    std::this_thread::sleep_for(10ms);
  CHECK(server.figures.calls().size() >= 2);
}

}  // namespace
}  // namespace usagestat::server
