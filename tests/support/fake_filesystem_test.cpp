// SPDX-License-Identifier: MIT
// The fake keeps the promises of the interface.
#include "support/fake_filesystem.hpp"

#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "support/fixed_clock.hpp"

namespace usagestat::support {
namespace {

using namespace std::chrono_literals;
using Operation = FakeFilesystem::Operation;
using Names = std::vector<std::string>;
using system::Deadline;
using system::FileInfo;

struct World {
  FixedClock clock;
  FakeFilesystem fake{&clock};
  system::Filesystem& files = fake;
};

TEST_CASE("files are read, with a limit") {
  World world;
  world.fake.put("/home/dev/a.txt", "hello");
  CHECK(*world.files.read_file("/home/dev/./b/../a.txt") == "hello");
  CHECK(world.files.read_file("/home/dev/a.txt", 4).error().message ==
        "Cannot read /home/dev/a.txt: it is larger than 4 bytes.");
  CHECK(world.files.read_file("/none").error().message ==
        "Cannot read /none: No such file or directory.");
  CHECK(world.files.read_file("/home").error().message == "Cannot read /home: Is a directory.");
  world.fake.set_mode("/home/dev/a.txt", 0200);
  CHECK(world.files.read_file("/home/dev/a.txt").error().message ==
        "Cannot read /home/dev/a.txt: Permission denied.");
}

TEST_CASE("writing makes parents, keeps modes and tells the time") {
  World world;
  REQUIRE(world.files.write_file("/home/dev/x/y.json", "1", {.mode = 0640}).has_value());
  CHECK(world.files.info("/home/dev/x")->mode == 0700);
  CHECK(world.files.info("/home/dev/x/y.json")->mode == 0640);
  CHECK(world.files.info("/home/dev/x/y.json")->modified == world.clock.now());
  world.clock.advance(5s);
  REQUIRE(world.files.write_file("/home/dev/x/y.json", "22", {.mode = 0600}).has_value());
  const auto info = world.files.info("/home/dev/x/y.json");
  CHECK(info->mode == 0640);
  CHECK(info->size == 2);
  CHECK(info->type == FileInfo::Type::file);
  CHECK(info->modified == world.clock.now());
  REQUIRE(world.files.write_file("/home/dev/x/y.json", "3", {.mode = 0600, .keep_mode = false})
              .has_value());
  CHECK(world.files.info("/home/dev/x/y.json")->mode == 0600);
  REQUIRE(world.files.append_file("/home/dev/x/y.json", "4").has_value());
  CHECK(world.fake.content("/home/dev/x/y.json") == "34");
  CHECK(world.fake.written().size() == 4);
  CHECK(world.files.write_file("/none/y", "", {.create_directories = false}).error().message ==
        "Cannot write /none/y: No such file or directory.");
  CHECK(world.files.write_file("/home/dev/x/y.json/z", "").error().message ==
        "Cannot create /home/dev/x/y.json: Not a directory.");
}

TEST_CASE("directories that may not be changed") {
  World world;
  world.fake.put("/etc/app/a", "x");
  world.fake.set_mode("/etc/app", 0500);
  CHECK(world.files.write_file("/etc/app/a", "y").error().message ==
        "Cannot write /etc/app/a: Permission denied.");
  CHECK_FALSE(world.files.can_write("/etc/app/a"));
  CHECK_FALSE(world.files.can_write("/etc/app/new/deep"));
  CHECK(world.files.can_write("/etc/other/new"));
  CHECK(world.fake.content("/etc/app/a") == "x");
}

TEST_CASE("symbolic links are followed") {
  World world;
  world.fake.put("/data/real.json", "real");
  world.fake.put_link("/home/dev/abs", "/data/real.json");
  world.fake.put_link("/home/dev/dir", "../../data");
  world.fake.put_link("/loop", "/loop");
  CHECK(*world.files.read_file("/home/dev/abs") == "real");
  CHECK(*world.files.real_path("/home/dev/dir/real.json") == "/data/real.json");
  CHECK(*world.files.real_path("/home/dev/dir/new/x") == "/data/new/x");
  CHECK(*world.files.real_path("/home/dev/dir/../x") == "/x");
  REQUIRE(world.files.write_file("/home/dev/abs", "new").has_value());
  CHECK(world.fake.content("/data/real.json") == "new");
  CHECK(world.files.read_file("/loop").error().message ==
        "Cannot read /loop: Too many levels of symbolic links.");
  CHECK_FALSE(world.files.info("/loop"));
}

TEST_CASE("directories are listed, made, moved and removed") {
  World world;
  world.fake.put("/d/b", "");
  world.fake.put("/d/a/x", "deep");
  CHECK(*world.files.list_directory("/d") == Names{"a", "b"});
  CHECK(*world.files.list_directory("/") == Names{"d"});
  CHECK(world.files.list_directory("/d/b").error().message == "Cannot list /d/b: Not a directory.");
  REQUIRE(world.files.create_directories("/n/m", 0750).has_value());
  CHECK(world.files.info("/n/m")->type == FileInfo::Type::directory);
  REQUIRE(world.files.rename("/d/a", "/n/a").has_value());
  CHECK(world.fake.content("/n/a/x") == "deep");
  CHECK_FALSE(world.files.exists("/d/a/x"));
  CHECK(world.files.rename("/none", "/x").has_error());
  CHECK(world.files.remove("/n").error().message == "Cannot remove /n: Directory not empty.");
  REQUIRE(world.files.remove("/d/b").has_value());
  REQUIRE(world.files.remove("/d/b").has_value());
  CHECK(world.fake.files() == std::vector<system::Path>{"/n/a/x"});
}

TEST_CASE("failures on demand") {
  World world;
  world.fake.put("/a", "x");
  const base::Error full{base::ErrorKind::io, "No space left.", ""};
  for (const Operation operation :
       {Operation::read, Operation::write, Operation::append, Operation::list, Operation::create,
        Operation::rename, Operation::remove, Operation::lock})
    world.fake.fail(operation, "/a", full);
  CHECK(world.files.read_file("/a").error() == full);
  CHECK(world.files.write_file("/a", "y").error() == full);
  CHECK(world.files.append_file("/a", "y").error() == full);
  CHECK(world.files.list_directory("/a").error() == full);
  CHECK(world.files.create_directories("/a").error() == full);
  CHECK(world.files.rename("/a", "/b").error() == full);
  CHECK(world.files.remove("/a").error() == full);
  CHECK(world.files.lock("/a", Deadline()).error() == full);
  world.fake.clear_failures();
  CHECK(*world.files.read_file("/a") == "x");
}

TEST_CASE("a lock is held by one and waited for by others") {
  World world;
  auto first = world.files.lock("/state/x.lock", Deadline());
  REQUIRE(first.has_value());
  CHECK(world.files.info("/state/x.lock")->mode == 0600);
  CHECK(world.fake.files().empty());
  CHECK(world.files.lock("/state/x.lock", Deadline::after(20ms)).error().kind ==
        base::ErrorKind::timeout);
  CHECK(world.files.lock("/state/y.lock", Deadline::after(20ms)).has_value());
  std::jthread holder([lock = std::move(*first)]() mutable {
    std::this_thread::sleep_for(20ms);
    lock.reset();
  });
  CHECK(world.files.lock("/state/x.lock", Deadline::after(10s)).has_value());
}

}  // namespace
}  // namespace usagestat::support
