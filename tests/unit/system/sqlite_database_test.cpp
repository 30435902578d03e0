// SPDX-License-Identifier: MIT
// Databases on disk, in the states in which running programs leave them.
#include "system/sqlite_database.hpp"

#include <chrono>
#include <fstream>
#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <sqlite3.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/fsuid.h>
#endif

#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
namespace json = base::json;
using Names = std::vector<std::string>;

// The other program.
class Owner {
 public:
  explicit Owner(const Path& path) { REQUIRE(sqlite3_open(path.c_str(), &database_) == SQLITE_OK); }
  ~Owner() { sqlite3_close(database_); }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  void run(const std::string& sql) {
    CAPTURE(sql);
    REQUIRE(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  }

 private:
  sqlite3* database_ = nullptr;
};

constexpr const char* create = "CREATE TABLE t(a); INSERT INTO t VALUES(1)";

struct World {
  Names names() {
    std::vector<std::string> result = *filesystem.list_directory(files.path());
    return result;
  }
  base::Result<json::array> rows(const std::string& sql = "SELECT a FROM t ORDER BY a") {
    return database.rows(path, sql, nullptr, Deadline::after(10s));
  }
  std::string text() {
    const auto result = rows();
    return result.has_value() ? json::serialize(*result) : result.error().message;
  }
  ScratchDirectory files;
  Path path = files / "s.db";
  RealFilesystem filesystem;
  SqliteDatabase database;
};

TEST_CASE("an ordinary database is read and left alone") {
  World world;
  Owner(world.path).run(create);
  const auto before = *world.filesystem.read_file(world.path, 1U << 20U);
  CHECK(world.text() == R"([{"a":1}])");
  CHECK(world.rows("DELETE FROM t").has_error());
  CHECK(*world.filesystem.read_file(world.path, 1U << 20U) == before);
  CHECK(world.names() == Names{"s.db"});
}

TEST_CASE("a database that another program has locked is read from a copy", "[alone]") {
  World world;
  Owner owner(world.path);
  owner.run(create);
  owner.run("BEGIN EXCLUSIVE; INSERT INTO t VALUES(2)");
  const auto start = std::chrono::steady_clock::now();
  CHECK(world.text() == R"([{"a":1}])");
  CHECK(std::chrono::steady_clock::now() - start < 1s);
  owner.run("COMMIT");
  CHECK(world.text() == R"([{"a":1},{"a":2}])");
}

TEST_CASE("what is only in the write-ahead log is seen while its program runs") {
  World world;
  Owner owner(world.path);
  owner.run("PRAGMA journal_mode = WAL");
  owner.run(create);
  owner.run("INSERT INTO t VALUES(2)");
  CHECK(world.text() == R"([{"a":1},{"a":2}])");
  owner.run("BEGIN IMMEDIATE; INSERT INTO t VALUES(3)");
  CHECK(world.text() == R"([{"a":1},{"a":2}])");
  owner.run("COMMIT");
  CHECK(world.text() == R"([{"a":1},{"a":2},{"a":3}])");
  CHECK(world.names() == Names{"s.db", "s.db-shm", "s.db-wal"});
}

TEST_CASE("a log left by a program that died is read without being touched") {
  World world;
  {
    Owner owner(world.path);
    owner.run("PRAGMA journal_mode = WAL");
    owner.run(create);
    for (const char* const name : {"s.db", "s.db-wal"}) {
      std::filesystem::create_directory(world.files / "died");
      std::filesystem::copy_file(world.files / name, world.files / "died" / name);
    }
  }
  world.path = world.files / "died/s.db";
  const auto log = *world.filesystem.read_file(world.files / "died/s.db-wal", 1U << 20U);
  CHECK(world.text() == R"([{"a":1}])");
  CHECK(*world.filesystem.list_directory(world.files / "died") == Names{"s.db", "s.db-wal"});
  CHECK(*world.filesystem.read_file(world.files / "died/s.db-wal", 1U << 20U) == log);
}

TEST_CASE("a database in log mode that is closed is read in place") {
  World world;
  {
    Owner owner(world.path);
    owner.run("PRAGMA journal_mode = WAL");
    owner.run(create);
  }
  CHECK(world.text() == R"([{"a":1}])");
  CHECK(world.names() == Names{"s.db"});
}

// The directory and what is in it as somebody sees them who may read only, root not excepted.
class ReadOnlyDirectory {
 public:
  explicit ReadOnlyDirectory(const Path& path) : path_(path) {
    std::filesystem::permissions(path, std::filesystem::perms(0555));
    for (const auto& entry : std::filesystem::directory_iterator(path))
      std::filesystem::permissions(entry.path(), std::filesystem::perms(0444));
#ifdef __linux__
    // Of this thread alone.
    ::setfsuid(nobody);
#endif
  }
  ~ReadOnlyDirectory() {
#ifdef __linux__
    ::setfsuid(::geteuid());
#endif
    std::filesystem::permissions(path_, std::filesystem::perms(0755));
  }
  ReadOnlyDirectory(const ReadOnlyDirectory&) = delete;
  ReadOnlyDirectory& operator=(const ReadOnlyDirectory&) = delete;

 private:
  static constexpr unsigned nobody = 65534;
  Path path_;
};

TEST_CASE("a database in a directory that cannot be written is read") {
  World world;
  Owner(world.path).run(create);
  const ReadOnlyDirectory read_only(world.files.path());
  REQUIRE(std::ofstream(world.files / "new").fail());
  CHECK(world.text() == R"([{"a":1}])");
  const auto changed =
      world.database.execute(world.path, "UPDATE t SET a = 2", nullptr, Deadline());
  REQUIRE(changed.has_error());
  CHECK(changed.error().message == "Cannot use the database " + world.path.string() +
                                       ": attempt to write a readonly database.");
  CHECK(world.text() == R"([{"a":1}])");
}

TEST_CASE("a log in a directory that cannot be written is read") {
  World world;
  Owner owner(world.path);
  owner.run("PRAGMA journal_mode = WAL");
  owner.run(create);
  SECTION("its program runs") {
    const ReadOnlyDirectory read_only(world.files.path());
    CHECK(world.text() == R"([{"a":1}])");
  }
  SECTION("its program died") {
    const Path died = world.files / "died";
    std::filesystem::create_directory(died);
    for (const char* const name : {"s.db", "s.db-wal"})
      std::filesystem::copy_file(world.files / name, died / name);
    std::filesystem::permissions(world.files.path(), std::filesystem::perms(0755));
    world.path = died / "s.db";
    const ReadOnlyDirectory read_only(died);
    CHECK(world.text() == R"([{"a":1}])");
    CHECK(*world.filesystem.list_directory(died) == Names{"s.db", "s.db-wal"});
  }
}

TEST_CASE("what is missing or no database is an error and stays so") {
  World world;
  CHECK(world.text() ==
        "Cannot use the database " + world.path.string() + ": No such file or directory.");
  CHECK(world.names().empty());
  CHECK(world.database.execute(world.path, "CREATE TABLE t(a)", nullptr, Deadline()).has_error());
  CHECK(world.names().empty());
  world.files.write("s.db", std::string(5000, 'x'));
  CHECK(world.text() == "Cannot use the database " + world.path.string() +
                            ": it is damaged or not an SQLite database.");
  world.path = world.files.path();
  CHECK(world.text() == "Cannot use the database " + world.path.string() + ": Is a directory.");
  world.path = "/dev/zero";
  CHECK(world.text() == "Cannot use the database /dev/zero: it is not a regular file.");
  world.path = world.files / "s.db/below";
  CHECK(world.rows().error().kind == ErrorKind::io);
}

TEST_CASE("a path may contain what means something in a URI") {
  World world;
  world.path = world.files / "a?b#c%41 é.db";
  Owner(world.path).run(create);
  CHECK(world.text() == R"([{"a":1}])");
}

TEST_CASE("statements change the file itself, waiting for its owner", "[alone]") {
  World world;
  Owner owner(world.path);
  owner.run(create);
  owner.run("BEGIN IMMEDIATE");
  const auto change = [&](const Deadline& deadline) {
    return world.database.execute(world.path, "UPDATE t SET a = ?", json::array({7}), deadline);
  };
  const auto start = std::chrono::steady_clock::now();
  CHECK(change(Deadline::after(100ms)).has_error());
  CHECK(std::chrono::steady_clock::now() - start < 1s);
  std::thread finisher([&] {
    std::this_thread::sleep_for(100ms);
    owner.run("COMMIT");
  });
  CHECK(change(Deadline::after(5s)).has_value());
  finisher.join();
  CHECK(world.text() == R"([{"a":7}])");
}

TEST_CASE("an expired deadline asks nothing") {
  World world;
  Owner(world.path).run(create);
  CHECK(world.database.rows(world.path, "SELECT 1", nullptr, Deadline::after(0ms)).error().kind ==
        ErrorKind::timeout);
}

}  // namespace
}  // namespace usagestat::system
