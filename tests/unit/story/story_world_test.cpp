// SPDX-License-Identifier: MIT
#include "story/story_world.hpp"

#include <catch2/catch_test_macros.hpp>

#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

using system::Deadline;

Deadline expired() { return Deadline::after(std::chrono::milliseconds(0)); }

TEST_CASE("the clock stands still, also over a pause") {
  const StoryWorld world(make_story(R"("now": "2026-03-01T12:00:00Z")"));
  auto& clock = world.system().clock;
  CHECK(base::format_utc(clock.now()) == "2026-03-01T12:00:00Z");
  CHECK(clock.sleep(std::chrono::hours(5), Deadline()).has_value());
  CHECK(base::format_utc(clock.now()) == "2026-03-01T12:00:00Z");
  CHECK(clock.sleep(std::chrono::seconds(1), expired()).has_error());
}

TEST_CASE("the environment holds only what is listed") {
  const StoryWorld world(make_story(R"("platform": "windows", "env": {"A": "1", "EMPTY": ""})"));
  const auto& environment = world.system().environment;
  CHECK(environment.get("A") == "1");
  CHECK_FALSE(environment.get("EMPTY").has_value());
  CHECK_FALSE(environment.get("PATH").has_value());
  CHECK_FALSE(environment.get("HOME").has_value());
  CHECK(environment.home_directory() == std::filesystem::path("/home/story"));
  CHECK(environment.platform() == system::Platform::windows);
  CHECK(environment.all().size() == 2);
}

TEST_CASE("the time zone is the story's") {
  const StoryWorld utc(make_story(""));
  CHECK(utc.system().time_zone->name() == "UTC");
  CHECK(utc.problems().empty());
  const StoryWorld unknown(make_story(R"("timezone": "Mars/Base")"));
  CHECK(unknown.system().time_zone->name() == "UTC");
  REQUIRE(unknown.problems().size() == 1);
  CHECK(unknown.problems().front().starts_with("timezone: "));
}

TEST_CASE("the keychain holds only what is listed and can be changed") {
  const StoryWorld world(make_story(R"("keychain": {"svc": "old"})"));
  auto& secrets = world.system().secrets;
  CHECK(**secrets.read("svc", "", Deadline()) == "old");
  CHECK(**secrets.read("svc", "anybody", Deadline()) == "old");
  CHECK_FALSE(secrets.read("other", "", Deadline())->has_value());
  CHECK(secrets.write("svc", "me", "new", Deadline()).has_value());
  CHECK(world.keychain_value("svc") == "new");
  CHECK(secrets.remove("svc", "", Deadline()).has_value());
  CHECK_FALSE(world.keychain_value("svc").has_value());
  CHECK(secrets.read("svc", "", expired()).has_error());
}

TEST_CASE("only the listed programs run") {
  const StoryWorld world(make_story(
      R"("processes": [{"pid": 9, "name": "/opt/acme/server_x64", "args": "--a  b --c=d", "ports": [42100]},
                      {"pid": 7, "name": "server"}])"));
  auto& table = world.system().process_table;
  const auto found = table.find("server", Deadline());
  REQUIRE((found.has_value() && found->size() == 2));
  CHECK(found->at(0).pid == 7);
  CHECK(found->at(0).argv == std::vector<std::string>{"server"});
  CHECK(found->at(1).name == "server_x64");
  CHECK(found->at(1).argv == std::vector<std::string>{"/opt/acme/server_x64", "--a", "b", "--c=d"});
  CHECK(*table.listening_ports(9, Deadline()) == std::vector<int>{42100});
  CHECK(table.listening_ports(7, Deadline())->empty());
  CHECK(table.listening_ports(8, Deadline())->empty());
  CHECK(table.find("other", Deadline())->empty());
  CHECK(table.find("server", expired()).has_error());
  CHECK(table.listening_ports(9, expired()).has_error());
}

TEST_CASE("databases are built from their statements and can be changed") {
  const StoryWorld world(make_story(R"x("files": {"~/s.db": {"sqlite": [
    "CREATE TABLE item(key TEXT, value)", "INSERT INTO item VALUES('a', 'x'), ('b', 2.5)"]}})x"));
  auto& system = world.system();
  const auto rows =
      system.database.rows("/home/story/s.db", "SELECT value FROM item WHERE key = ?1",
                           base::json::array{"a"}, Deadline());
  REQUIRE(rows.has_value());
  CHECK(*rows == base::json::array{base::json::object{{"value", "x"}}});
  REQUIRE(system.database
              .execute("/home/story/s.db", "UPDATE item SET value = 'y' WHERE key = 'a'",
                       base::json::array{}, Deadline())
              .has_value());
  const auto after = world.query("~/s.db", "SELECT value FROM item ORDER BY key");
  REQUIRE(after.has_value());
  CHECK(*after ==
        base::json::array{base::json::object{{"value", "y"}}, base::json::object{{"value", 2.5}}});
  CHECK(system.filesystem.exists("/home/story/s.db"));
  CHECK(world.problems().empty());
  CHECK(system.database.rows("/home/story/none.db", "SELECT 1", base::json::array{}, Deadline())
            .has_error());
}

TEST_CASE("a database that is stated as read-only can be built but not changed") {
  const StoryWorld world(make_story(R"x("files": {"~/s.db": {"readOnly": true, "sqlite": [
    "CREATE TABLE item(key TEXT)", "INSERT INTO item VALUES('a')"]}})x"));
  auto& database = world.system().database;
  const auto changed =
      database.execute("/home/story/s.db", "DELETE FROM item", base::json::array{}, Deadline());
  REQUIRE(changed.has_error());
  CHECK(changed.error().message ==
        "Cannot use the database /home/story/s.db: attempt to write a readonly database.");
  CHECK(world.query("~/s.db", "SELECT key FROM item")->size() == 1);
}

TEST_CASE("SQL that does not build is a problem of the story") {
  const StoryWorld world(make_story(R"("files": {"~/s.db": {"sqlite": ["CREATE TABLE ("]}})"));
  REQUIRE(world.problems().size() == 1);
  CHECK(world.problems().front().find("~/s.db") != std::string::npos);
}

TEST_CASE("problems of all parts come together") {
  const StoryWorld world(make_story(R"("commands": [{"run": ["x", "1"]}],
    "http": [{"request": {"url": "https://a.test/"}, "response": {}}])"));
  system::ProcessRequest request;
  request.argv = {"x", "2"};
  CHECK(world.system().processes.run(request, Deadline()).has_error());
  CHECK(world.problems() ==
        std::vector<std::string>{"The story lists x, but not with these arguments: x 2.",
                                 "http[0] GET https://a.test/ was never asked."});
}

TEST_CASE("written files can be looked at") {
  const StoryWorld world(make_story(R"("files": {"~/a": {"text": "x"}})"));
  CHECK(*world.file_content("~/a") == "x");
  CHECK(world.system().filesystem.write_file("/home/story/a", "y").has_value());
  CHECK(*world.file_content("~/a") == "y");
  CHECK(world.file_content("~/b").has_error());
}

}  // namespace
}  // namespace usagestat::story
