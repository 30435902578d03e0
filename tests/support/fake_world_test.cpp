// SPDX-License-Identifier: MIT
#include "support/fake_world.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/collected_log.hpp"

namespace usagestat::support {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using system::Deadline;

system::ProcessRequest command(std::vector<std::string> argv) {
  system::ProcessRequest request;
  request.argv = std::move(argv);
  return request;
}

TEST_CASE("the world is one system") {
  FakeWorld world;
  system::System system = world.system();
  CHECK(system.environment.get("HOME") == "/home/dev");
  CHECK_FALSE(system.environment.get("ABSENT"));
  CHECK(system.filesystem.exists(system.environment.home_directory()));
  CHECK(system.time_zone->name() == "UTC");
  REQUIRE(system.filesystem.write_file("/home/dev/x", "y").has_value());
  CHECK(world.filesystem.content("/home/dev/x") == "y");
}

TEST_CASE("sleeping moves the clock and takes no time") {
  FakeWorld world;
  const auto start = world.clock.now();
  REQUIRE(world.clock.sleep(1h, Deadline()).has_value());
  CHECK(world.clock.now() - start == 1h);
  CHECK(world.clock.sleeps() == std::vector<base::Milliseconds>{1h});
  CHECK(world.clock.sleep(1h, Deadline::after(-1ms)).error().kind == ErrorKind::timeout);
  CHECK(world.clock.now() - start == 1h);
}

TEST_CASE("programs give what was prepared") {
  FakeProcessRunner processes;
  processes.on({"gh", "auth"}, {0, "out\n", ""});
  processes.on_error({"slow"}, {ErrorKind::timeout, "Too slow.", ""});
  processes.on_start({"rpc"}, {"one", "two"});
  CHECK(processes.run(command({"gh", "auth"}), Deadline())->output == "out\n");
  CHECK(processes.run(command({"slow"}), Deadline()).error().kind == ErrorKind::timeout);
  CHECK(processes.run(command({"gh", "other"}), Deadline()).error().kind == ErrorKind::io);
  CHECK(processes.run(command({"none"}), Deadline()).error().kind == ErrorKind::unsupported);
  CHECK(processes.is_installed("gh"));
  CHECK(processes.is_installed("rpc"));
  CHECK_FALSE(processes.is_installed("none"));
  const auto session = processes.start(command({"rpc"}));
  REQUIRE(session.has_value());
  REQUIRE((*session)->write_line("hello").has_value());
  CHECK(*(*session)->read_line(Deadline()) == "one");
  CHECK(*(*session)->read_line(Deadline()) == "two");
  CHECK_FALSE((*session)->read_line(Deadline())->has_value());
  CHECK(processes.written_lines() == std::vector<std::string>{"hello"});
  CHECK(processes.requests().size() == 5);
  CHECK(processes.start(command({"none"})).error().kind == ErrorKind::unsupported);
}

TEST_CASE("keychain items by service and account") {
  FakeSecretStore secrets;
  secrets.put("svc", "bob", "b");
  REQUIRE(secrets.write("svc", "ann", "a", Deadline()).has_value());
  CHECK(*secrets.read("svc", "bob", Deadline()) == "b");
  CHECK(*secrets.read("svc", "", Deadline()) == "a");
  CHECK_FALSE(secrets.read("svc", "eve", Deadline())->has_value());
  CHECK_FALSE(secrets.read("other", "", Deadline())->has_value());
  REQUIRE(secrets.remove("svc", "ann", Deadline()).has_value());
  CHECK(secrets.value("svc") == "b");
  secrets.fail(base::Error{ErrorKind::permission, "Locked.", ""});
  CHECK(secrets.read("svc", "bob", Deadline()).error().message == "Locked.");
  secrets.fail(std::nullopt);
  CHECK(secrets.read("svc", "bob", Deadline()).has_value());
}

TEST_CASE("databases give prepared rows and record what is run") {
  FakeDatabase database;
  database.on("/x.db", "SELECT 1", {base::json::object{{"n", 1}}});
  database.on_error("/x.db", "DELETE", {ErrorKind::io, "Locked.", ""});
  CHECK(database.rows("/x.db", "SELECT 1", nullptr, Deadline())->size() == 1);
  CHECK(database.rows("/y.db", "SELECT 1", nullptr, Deadline()).error().message ==
        "Cannot use the database /y.db: no rows were prepared.");
  CHECK(database.execute("/x.db", "DELETE", nullptr, Deadline()).error().message == "Locked.");
  CHECK(database.execute("/x.db", "UPDATE", base::json::array{1}, Deadline()).has_value());
  CHECK(database.queries().size() == 2);
  REQUIRE(database.executed().size() == 2);
  CHECK(database.executed()[1].parameters == base::json::array{1});
}

TEST_CASE("a log keeps its lines") {
  CollectedLog log;
  log.log(base::LogLevel::warning, "config", "odd");
  CHECK(log.lines() == std::vector<std::string>{"warning config: odd"});
}

}  // namespace
}  // namespace usagestat::support
