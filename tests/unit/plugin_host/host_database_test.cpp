// SPDX-License-Identifier: MIT
// ctx.host.sqlite: which files, which statements, and what becomes a secret.
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

namespace json = base::json;

struct DatabaseWorld : ProbeWorld {
  DatabaseWorld() {
    permissions().read = {"~/.acme/*.db"};
    permissions().write = {"~/.acme/own.db"};
    for (const char* const name : {"own.db", "other.db"})
      world.filesystem.put("/home/dev/.acme/" + std::string(name), "");
  }
  void holds(const std::string& name, json::array rows) {
    world.database.on("/home/dev/.acme/" + name, "SELECT v FROM t", std::move(rows));
  }
};

TEST_CASE("rows come as objects, or as text for older plugins") {
  DatabaseWorld world;
  world.holds("own.db", {json::object{{"v", "a"}}, json::object{{"v", 2.5}}});
  CHECK(world.value("return host.sqlite.rows('~/.acme/own.db', 'SELECT v FROM t');") ==
        R"([{"v":"a"},{"v":2.5}])");
  CHECK(world.value("return host.sqlite.query('~/.acme/own.db', 'SELECT v FROM t');") ==
        R"("[{\"v\":\"a\"},{\"v\":2.5}]")");
}

TEST_CASE("parameters are handed on, by position and by name") {
  DatabaseWorld world;
  world.value("host.sqlite.exec('~/.acme/own.db', 'UPDATE t SET v = ?', ['x']);");
  world.value("host.sqlite.exec('~/.acme/own.db', 'UPDATE t SET v = :v', {v: 7});");
  const auto executed = world.world.database.executed();
  REQUIRE(executed.size() == 2);
  CHECK(executed[0].sql == "UPDATE t SET v = ?");
  CHECK(executed[0].parameters == json::array{"x"});
  CHECK(executed[1].parameters == json::object{{"v", 7}});
}

TEST_CASE("only declared databases are read and only those for writing are changed") {
  DatabaseWorld world;
  CHECK(world.value("return host.sqlite.rows('~/.ssh/own.db', 'SELECT v FROM t');")
            .starts_with("permission: "));
  CHECK(world.value("return host.sqlite.exec('~/.acme/other.db', 'DELETE FROM t');")
            .starts_with("permission: "));
  CHECK(world.world.database.queries().empty());
  CHECK(world.world.database.executed().empty());
}

TEST_CASE("commands of the shell are no SQL") {
  DatabaseWorld world;
  CHECK(world.value("return host.sqlite.rows('~/.acme/own.db', 'SELECT 1;\\n .shell id');")
            .find("dot commands are refused") != std::string::npos);
  CHECK(world.world.database.queries().empty());
}

TEST_CASE("what is read may be a secret, also when it is stored as UTF-16") {
  DatabaseWorld world;
  const std::string token = "sk-acme-0123456789abcdef";
  const std::string other = "sk-acme-fedcba9876543210";
  std::string wide;
  for (const char c : other) wide += std::string{c, '\0'};
  world.holds("own.db", {json::object{{"v", token}}, json::object{{"v", wide}}});
  world.value("return host.sqlite.rows('~/.acme/own.db', 'SELECT v FROM t').length;");
  CHECK(world.redactor.redact("a " + token).find(token) == std::string::npos);
  CHECK(world.redactor.redact("a " + other).find(other) == std::string::npos);
}

TEST_CASE("a database that cannot be used is told") {
  DatabaseWorld world;
  world.world.database.on_error(
      "/home/dev/.acme/own.db", "SELECT v FROM t",
      base::Error{base::ErrorKind::io, "Cannot use the database: no such table: t.", ""});
  CHECK(world.value("return host.sqlite.rows('~/.acme/own.db', 'SELECT v FROM t');")
            .find("no such table: t") != std::string::npos);
}

}  // namespace
}  // namespace usagestat::plugin_host
