// SPDX-License-Identifier: MIT
#include "story/record_database.hpp"

#include <catch2/catch_test_macros.hpp>

#include "story/story_world.hpp"
#include "unit/story/make_story.hpp"

namespace usagestat::story {
namespace {

namespace json = base::json;
using system::Deadline;

TEST_CASE("a simple query is widened to whole rows") {
  CHECK(whole_rows_query("SELECT value FROM ItemTable WHERE key = ?1;", "ItemTable") ==
        R"(SELECT * FROM "ItemTable" WHERE key = ?1)");
  CHECK(whole_rows_query("select count(*) as n from \"t\"", "t") == R"(SELECT * FROM "t")");
  CHECK(whole_rows_query("SELECT day, SUM(n) FROM t WHERE n > 1 GROUP BY day LIMIT 3", "t") ==
        R"(SELECT * FROM "t" WHERE n > 1)");
  CHECK(whole_rows_query("SELECT a FROM t WHERE b = 'x FROM y JOIN z'", "t") ==
        R"(SELECT * FROM "t" WHERE b = 'x FROM y JOIN z')");
  CHECK_FALSE(whole_rows_query("SELECT a FROM t JOIN u ON t.x = u.x", "t"));
  CHECK_FALSE(whole_rows_query("SELECT a FROM t, u", "t"));
  CHECK_FALSE(whole_rows_query("SELECT a FROM t WHERE b IN (SELECT c FROM u)", "t"));
  CHECK_FALSE(whole_rows_query("SELECT a FROM other", "t"));
  CHECK_FALSE(whole_rows_query("UPDATE t SET a = 1", "t"));
}

TEST_CASE("a row becomes an INSERT") {
  CHECK(insert_statement("t",
                         json::object{{"a", "it's"}, {"b", nullptr}, {"c \"d", 2.5}, {"e", 7}}) ==
        R"(INSERT INTO "t" ("a", "b", "c ""d", "e") VALUES ('it''s', NULL, 2.5, 7))");
}

struct Recording {
  explicit Recording(const std::string& statements)
      : world(make_story(R"("files": {"~/s.db": {"sqlite": )" + statements + "}}")),
        database(world.system().database, notes) {}

  std::vector<std::string> statements_after(const std::vector<std::string>& queries) {
    for (const std::string& query : queries)
      REQUIRE(database.rows("/home/story/s.db", query, json::array(), Deadline()).has_value());
    return notes.files["/home/story/s.db"].statements;
  }

  StoryWorld world;
  RecordedWorld notes;
  RecordingDatabase database;
};

constexpr const char* k_tables = R"x(["CREATE TABLE t(k TEXT, v)", "CREATE TABLE u(x)",
  "INSERT INTO t VALUES('a', 1), ('b', 2), ('b', 2)", "INSERT INTO u VALUES(9)"])x";

TEST_CASE("only the rows behind a query are noted") {
  Recording recording(k_tables);
  CHECK(recording.statements_after({"SELECT v FROM t WHERE k = 'a'"}) ==
        std::vector<std::string>{"CREATE TABLE t(k TEXT, v)",
                                 R"(INSERT INTO "t" ("k", "v") VALUES ('a', 1))"});
}

TEST_CASE("rows of several queries are noted once, equal rows of one query each") {
  Recording recording(k_tables);
  const std::string b = R"(INSERT INTO "t" ("k", "v") VALUES ('b', 2))";
  CHECK(recording.statements_after(
            {"SELECT k FROM t WHERE k = 'b'", "SELECT COUNT(*) AS n FROM t"}) ==
        std::vector<std::string>{"CREATE TABLE t(k TEXT, v)", b, b,
                                 R"(INSERT INTO "t" ("k", "v") VALUES ('a', 1))"});
}

TEST_CASE("a join notes its tables whole") {
  Recording recording(k_tables);
  CHECK(recording.statements_after({"SELECT k FROM t JOIN u ON x = 9"}).size() == 6);
}

TEST_CASE("a write is honest about what the story cannot say") {
  Recording recording(k_tables);
  REQUIRE(recording.database
              .execute("/home/story/s.db", "UPDATE t SET v = 5", json::array(), Deadline())
              .has_value());
  CHECK(recording.notes.problems ==
        std::vector<std::string>{"What was written to the database /home/story/s.db is not "
                                 "in this story's expectation."});
  CHECK(recording.statements_after({"SELECT v FROM t"}).empty());
}

TEST_CASE("texts with NULs are recorded without them, so that secrets in them are seen") {
  Recording recording(
      R"x(["CREATE TABLE t (a, b)", "INSERT INTO t VALUES (x'61006200', x'610062')"])x");
  const auto statements = recording.statements_after({"SELECT * FROM t"});
  CHECK(statements.back() == R"(INSERT INTO "t" ("a", "b") VALUES ('ab', 'ab'))");
  CHECK(recording.notes.problems.size() == 1);
  Recording wide(R"x(["CREATE TABLE t (a)", "INSERT INTO t VALUES (x'61006200')"])x");
  (void)wide.statements_after({"SELECT * FROM t"});
  CHECK(wide.notes.problems.empty());
}

}  // namespace
}  // namespace usagestat::story
