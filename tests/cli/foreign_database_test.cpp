// SPDX-License-Identifier: MIT
// Databases of programs that really run, read and changed by a plugin of the binary.

#include <catch2/catch_test_macros.hpp>

#include "cli/sandbox.hpp"

namespace usagestat::test {
namespace {

// The other program: makes the database, and holds a write transaction until the file "free" is
// there. Tells by files, as they cannot be seen half written.
constexpr const char* k_own = R"py(
import os, sqlite3, sys, time
path, mode = sys.argv[1], sys.argv[2]
database = sqlite3.connect(path, isolation_level=None)
database.execute("PRAGMA journal_mode = " + mode)
database.execute("CREATE TABLE item (key TEXT UNIQUE, value TEXT)")
database.execute("INSERT INTO item VALUES ('token', 'old')")
database.execute("BEGIN EXCLUSIVE" if mode == "DELETE" else "BEGIN IMMEDIATE")
database.execute("INSERT INTO item VALUES ('other', 'unfinished')")
open(path + ".held", "w").close()
while not os.path.exists(path + ".free"): time.sleep(0.01)
database.execute("COMMIT")
open(path + ".freed", "w").close()
while True: time.sleep(1)
)py";

class Owner {
 public:
  Owner(const std::filesystem::path& database, const char* mode)
      : name_(database.string()), program_({"/usr/bin/python3", "-c", k_own, name_, mode}) {
    REQUIRE(appears(name_ + ".held"));
  }
  void let_go() {
    std::filesystem::create_directory(name_ + ".free");
    REQUIRE(appears(name_ + ".freed"));
  }

 private:
  std::string name_;
  Background program_;
};

constexpr const char* k_permissions =
    R"({"read": ["~/foreign/*.db"], "write": ["~/foreign/*.db"]})";

// Reads the token, then tries to change it; both as lines.
constexpr const char* k_script = R"js(
  var path = "~/foreign/state.db";
  var rows = ctx.host.sqlite.rows(path, "SELECT value FROM item WHERE key = ?", ["token"]);
  var written = "yes";
  try {
    ctx.host.sqlite.exec(path, "INSERT INTO item VALUES ('token', :v) ON CONFLICT (key) DO UPDATE SET value = :v", {v: "new"});
  } catch (error) {
    written = error.message.replace(/.*state\.db: /, "");
  }
  return {lines: [ctx.line.text({label: "Read", value: rows[0].value}), ctx.line.text({label: "Written", value: written})]};
)js";

TEST_CASE("the database of a running program is read at once and changed when it is free",
          "[alone]") {
  for (const char* const mode : {"DELETE", "WAL"}) {
    const Sandbox sandbox;
    const auto folder = sandbox.home() / "foreign";
    std::filesystem::create_directory(folder);
    sandbox.add_plugin("foreign", k_script, k_permissions);
    const Sandbox::Words words{"usage", "--plugin-dir", sandbox.plugin_dir(), "foreign", "--force"};
    const std::string title = "=== Plugin foreign  (foreign) ===\n";

    INFO(mode);
    Owner owner(folder / "state.db", mode);
    const Run held = sandbox.run(words);
    CHECK(held.out == title + "  Read: old\n  Written: database is locked.\n\n");
    CHECK(held.took < std::chrono::seconds(4));
    owner.let_go();
    CHECK(sandbox.run(words).out == title + "  Read: old\n  Written: yes\n\n");
    CHECK(sandbox.run(words).out == title + "  Read: new\n  Written: yes\n\n");
    const Run rows = sandbox.run_shell(
        "python3 -c 'import sqlite3; print(sqlite3.connect(\"foreign/state.db\").execute("
        "\"SELECT * FROM item ORDER BY key\").fetchall())'");
    CHECK(rows.out == "[('other', 'unfinished'), ('token', 'new')]\n");
  }
}

}  // namespace
}  // namespace usagestat::test
