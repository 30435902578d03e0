// SPDX-License-Identifier: MIT
// SQL in, JSON out; what both kinds of database share is tested here.
#include "system/memory_database.hpp"

#include <chrono>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
namespace json = base::json;

struct World {
  World() {
    REQUIRE(
        database
            .create(
                "/home/dev/s.db",
                {"CREATE TABLE t(k TEXT, v)",
                 "INSERT INTO t VALUES('i', 9007199254740993), ('f', 1.5), ('n', NULL)",
                 "INSERT INTO t VALUES('b', x'41ff42'), ('u', 'é𝄞'), ('z', 'a' || char(0) || 'b')"})
            .has_value());
  }
  base::Result<json::array> rows(std::string_view sql, const json::value& parameters = nullptr) {
    return database.rows("/home/dev/s.db", sql, parameters, Deadline::after(60s));
  }
  base::Result<void> execute(std::string_view sql, const json::value& parameters = nullptr) {
    return database.execute("/home/dev/s.db", sql, parameters, Deadline::after(60s));
  }
  std::string refusal(std::string_view sql, const json::value& parameters = nullptr) {
    const auto result = rows(sql, parameters);
    REQUIRE(result.has_error());
    CHECK(result.error().kind == ErrorKind::io);
    const std::string start = "Cannot use the database /home/dev/s.db: ";
    REQUIRE(result.error().message.starts_with(start));
    return result.error().message.substr(start.size());
  }
  MemoryDatabase database;
};

TEST_CASE("every kind of value has a JSON form") {
  World world;
  const auto rows = world.rows("SELECT k, v FROM t");
  REQUIRE(rows.has_value());
  const auto value = [&](std::size_t index) { return (*rows).at(index).at("v"); };
  CHECK(rows->at(0) == json::value({{"k", "i"}, {"v", 9007199254740993}}));
  CHECK(value(1) == 1.5);
  CHECK(value(2).is_null());
  CHECK(value(3) == "A\xEF\xBF\xBD\x42");
  CHECK(value(4) == "é𝄞");
  CHECK(value(5).get_string() == std::string_view("a\0b", 3));
  CHECK(*world.rows("SELECT 9e999 AS x") == json::array({json::object({{"x", nullptr}})}));
  CHECK(*world.rows("SELECT v FROM t WHERE k = 'none'") == json::array());
  const auto names = world.rows("SELECT 1 AS b, 2 AS a, 3")->at(0);
  CHECK(json::serialize(names) == R"({"b":1,"a":2,"3":3})");
}

TEST_CASE("parameters by number and by name") {
  World world;
  const auto one = [&](std::string_view sql, const json::value& parameters) {
    return world.rows(sql, parameters)->at(0).at("x");
  };
  CHECK(one("SELECT ?1 || ?2 AS x", json::array({"a", "b"})) == "ab");
  CHECK(one("SELECT :a + @b + $c AS x", json::object({{"a", 1}, {"b", 2}, {"c", true}})) == 4);
  CHECK(one("SELECT typeof(?) AS x", json::array({nullptr})) == "null");
  CHECK(one("SELECT ? AS x", json::array({"Robert'); DROP TABLE t;--"})) ==
        "Robert'); DROP TABLE t;--");
  CHECK(one("SELECT ? AS x", json::array({18446744073709551615U})) == 18446744073709551616.0);
  CHECK(one("SELECT ? AS x", json::array()).is_null());
  const std::string misfit = "the parameters do not fit the query.";
  CHECK(world.refusal("SELECT 1", json::array({1})) == misfit);
  CHECK(world.refusal("SELECT :a", json::object({{"b", 1}})) == misfit);
  CHECK(world.refusal("SELECT ?", json::array({json::array()})) == misfit);
  CHECK(world.refusal("SELECT ?", "text") == misfit);
}

TEST_CASE("a query reads one statement and changes nothing") {
  World world;
  CHECK(world.refusal("DELETE FROM t") == "a query must not change anything.");
  CHECK(world.refusal("") == "the query is empty.");
  CHECK(world.refusal(" -- comment") == "the query is empty.");
  CHECK(world.refusal("SELEC 1") == "near \"SELEC\": syntax error.");
  CHECK(world.refusal("SELECT * FROM none") == "no such table: none.");
  CHECK(world.rows("SELECT 1; DELETE FROM t")->size() == 1);
  CHECK(world.rows("SELECT * FROM t")->size() == 6);
}

TEST_CASE("no statement reaches another file") {
  World world;
  CHECK(world.refusal("ATTACH '/tmp/usagestat-other.db' AS other") ==
        "too many attached databases - max 0.");
  CHECK(world.execute("ATTACH '/tmp/usagestat-other.db' AS other").has_error());
  CHECK(world.execute("VACUUM INTO '/tmp/usagestat-other.db'").has_error());
  CHECK(world.refusal("SELECT readfile('/etc/passwd')") == "no such function: readfile.");
  CHECK(world.refusal("SELECT load_extension('x')") == "no such function: load_extension.");
  CHECK_FALSE(std::filesystem::exists("/tmp/usagestat-other.db"));
}

TEST_CASE("a query without end stops at the deadline", "[alone]") {
  World world;
  const auto start = std::chrono::steady_clock::now();
  const auto result = world.database.rows(
      "/home/dev/s.db",
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
      nullptr, Deadline::after(100ms));
  CHECK(result.error().kind == ErrorKind::timeout);
  CHECK(std::chrono::steady_clock::now() - start < 1s);
  std::stop_source stop;
  stop.request_stop();
  CHECK(world.database
            .rows("/home/dev/s.db",
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) "
                  "FROM n",
                  nullptr, Deadline(stop.get_token()))
            .error()
            .kind == ErrorKind::interrupted);
}

TEST_CASE("too much data is refused") {
  World world;
  CHECK(world.refusal("SELECT zeroblob(1000000000)") == "string or blob too big.");
  CHECK(world.refusal("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) "
                      "SELECT zeroblob(1000000) FROM n") == "the query gives more than 64 MiB.");
}

TEST_CASE("a script changes all or nothing") {
  World world;
  REQUIRE(world
              .execute("DELETE FROM t; -- all of it\n INSERT INTO t VALUES(:k, 1); ; "
                       "INSERT INTO t VALUES('y', :v);",
                       json::object({{"k", "x"}, {"v", 2}}))
              .has_value());
  CHECK(json::serialize(*world.rows("SELECT * FROM t")) == R"([{"k":"x","v":1},{"k":"y","v":2}])");
  CHECK(world.execute("DELETE FROM t; INSERT INTO none VALUES(1)").has_error());
  CHECK(world.execute("DELETE FROM t; INSERT INTO t VALUES('broken'").has_error());
  CHECK(world.rows("SELECT * FROM t")->size() == 2);
  CHECK(world.execute("").has_value());
}

TEST_CASE("a path that was not created is no database") {
  World world;
  CHECK(world.database.contains("/home/dev/./s.db"));
  CHECK_FALSE(world.database.contains("/home/dev/other.db"));
  const auto result = world.database.rows("/x.db", "SELECT 1", nullptr, Deadline());
  CHECK(result.error() ==
        base::Error{ErrorKind::io, "Cannot use the database /x.db: there is no such file.", ""});
  CHECK(world.database.execute("/x.db", "SELECT 1", nullptr, Deadline()).has_error());
  CHECK(world.database.create("/y.db", {"CREATE TABLE ("}).error().message ==
        "Cannot use the database /y.db: near \"(\": syntax error.");
  CHECK_FALSE(world.database.contains("/y.db"));
}

}  // namespace
}  // namespace usagestat::system
