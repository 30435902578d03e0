// SPDX-License-Identifier: MIT
// Real files: what is read, what is left behind when something fails.
#include "system/filesystem.hpp"

#include <thread>

#include <catch2/catch_test_macros.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/real_filesystem.hpp"
#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

struct World {
  ScratchDirectory files;
  RealFilesystem real;
  Filesystem& filesystem = real;

  Path operator/(const char* name) const { return files / name; }
  std::uint32_t mode_of(const Path& path) { return filesystem.info(path)->mode; }
};

TEST_CASE("a file is written and read back, with nothing left beside it") {
  World world;
  const std::string content("a\0b\n", 4);
  REQUIRE(world.filesystem.write_file(world / "sub/deep/x", content).has_value());
  CHECK(*world.filesystem.read_file(world / "sub/deep/x") == content);
  CHECK(*world.filesystem.list_directory(world / "sub/deep") == Names{"x"});
  CHECK(world.mode_of(world / "sub/deep/x") == 0600);
  CHECK(world.mode_of(world / "sub") == 0700);
  CHECK(world.filesystem.info(world / "sub/deep/x")->size == 4);
  CHECK(world.filesystem.info(world / "sub")->type == FileInfo::Type::directory);
  const auto age =
      std::chrono::system_clock::now() - world.filesystem.info(world / "sub/deep/x")->modified;
  CHECK(age < 10s);
  CHECK(age > -1s);
  CHECK_FALSE(world.filesystem.info(world / "none").has_value());
}

TEST_CASE("an existing file keeps its mode, unless told otherwise") {
  World world;
  world.files.write("x", "old");
  ::chmod((world / "x").c_str(), 0640);
  REQUIRE(world.filesystem.write_file(world / "x", "new").has_value());
  CHECK(world.mode_of(world / "x") == 0640);
  WriteOptions options;
  options.keep_mode = false;
  options.mode = 0644;
  REQUIRE(world.filesystem.write_file(world / "x", "newer", options).has_value());
  CHECK(world.mode_of(world / "x") == 0644);
  CHECK(*world.filesystem.read_file(world / "x") == "newer");
}

TEST_CASE("root writes another user's file without taking it away") {
  if (::geteuid() != 0) SKIP("only root can try");
  World world;
  world.files.write("x", "old");
  REQUIRE(::chown((world / "x").c_str(), 1234, 5678) == 0);
  REQUIRE(world.filesystem.write_file(world / "x", "new").has_value());
  struct stat status{};
  REQUIRE(::stat((world / "x").c_str(), &status) == 0);
  CHECK(status.st_uid == 1234);
  CHECK(status.st_gid == 5678);
}

TEST_CASE("a write through a symbolic link changes the file it names") {
  World world;
  world.files.write("real/x", "old");
  std::filesystem::create_symlink("real/x", world / "link");
  std::filesystem::create_symlink("link", world / "link2");
  REQUIRE(world.filesystem.write_file(world / "link2", "new").has_value());
  CHECK(std::filesystem::is_symlink(world / "link"));
  CHECK(*world.filesystem.read_file(world / "real/x") == "new");

  std::filesystem::create_symlink("real/absent", world / "dangling");
  REQUIRE(world.filesystem.write_file(world / "dangling", "born").has_value());
  CHECK(*world.filesystem.read_file(world / "real/absent") == "born");

  std::filesystem::create_symlink("loop", world / "loop");
  CHECK(world.filesystem.write_file(world / "loop", "x").error().kind == base::ErrorKind::io);
}

TEST_CASE("what is no file is refused and never waited for") {
  World world;
  std::filesystem::create_directory(world / "dir");
  REQUIRE(::mkfifo((world / "fifo").c_str(), 0600) == 0);
  const auto text = [](const Path& path) { return path.string(); };
  CHECK(world.filesystem.read_file(world / "dir").error().message ==
        "Cannot read " + text(world / "dir") + ": Is a directory.");
  CHECK(world.filesystem.read_file(world / "fifo").error().message ==
        "Cannot read " + text(world / "fifo") + ": it is not a regular file.");
  CHECK(world.filesystem.read_file("/dev/zero").error().message ==
        "Cannot read /dev/zero: it is not a regular file.");
  CHECK(world.filesystem.read_file(world / "none").error().message ==
        "Cannot read " + text(world / "none") + ": No such file or directory.");
  CHECK(world.filesystem.write_file(world / "dir", "x").has_error());
  CHECK(world.filesystem.write_file(world / "fifo", "x").has_error());
  CHECK(world.filesystem.write_file("/dev/null", "x").has_error());
  CHECK(world.filesystem.append_file(world / "fifo", "x").has_error());
  CHECK(world.filesystem.list_directory(world / "fifo").has_error());
  CHECK(world.filesystem.info("/dev/null")->type == FileInfo::Type::other);
}

TEST_CASE("a file beyond the limit is refused, also when its size is not known before") {
  World world;
  world.files.write("x", std::string(100, 'x'));
  CHECK(world.filesystem.read_file(world / "x", 100)->size() == 100);
  CHECK(world.filesystem.read_file(world / "x", 99).error().message ==
        "Cannot read " + (world / "x").string() + ": it is larger than the limit of 99 bytes.");
  CHECK(world.filesystem.read_file("/proc/self/status").has_value());
  CHECK(world.filesystem.read_file("/proc/self/status", 10).has_error());
}

TEST_CASE("a write that fails leaves the old content and no other file") {
  World world;
  world.files.write("ro/x", "old");
  CHECK(world.filesystem.write_file(world / "ro/x/y", "new").has_error());
  CHECK(*world.filesystem.read_file(world / "ro/x") == "old");
  CHECK(*world.filesystem.list_directory(world / "ro") == Names{"x"});
  WriteOptions options;
  options.create_directories = false;
  CHECK(world.filesystem.write_file(world / "absent/x", "new", options).has_error());
  CHECK_FALSE(world.filesystem.exists(world / "absent"));
}

TEST_CASE("appending adds to the end") {
  World world;
  REQUIRE(world.filesystem.append_file(world / "new/log", "one\n").has_value());
  REQUIRE(world.filesystem.append_file(world / "new/log", "two\n").has_value());
  CHECK(*world.filesystem.read_file(world / "new/log") == "one\ntwo\n");
  CHECK(world.mode_of(world / "new/log") == 0600);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n) world.filesystem.append_file(world / "many", "0123456789\n");
    });
  }
  for (auto& thread : threads) thread.join();
  std::string expected;
  for (int i = 0; i < 400; ++i) expected += "0123456789\n";
  CHECK(*world.filesystem.read_file(world / "many") == expected);
}

TEST_CASE("readers of a file that is rewritten see one version or the other") {
  World world;
  world.files.write("x", std::string(50000, 'a'));
  std::jthread writer([&](const std::stop_token& stop) {
    for (char c = 'b'; !stop.stop_requested(); c = c == 'z' ? 'a' : static_cast<char>(c + 1)) {
      world.filesystem.write_file(world / "x", std::string(50000, c));
    }
  });
  for (int i = 0; i < 200; ++i) {
    const auto content = world.filesystem.read_file(world / "x");
    REQUIRE(content.has_value());
    REQUIRE(content->size() == 50000);
    REQUIRE(content->find_first_not_of(content->front()) == std::string::npos);
  }
}

TEST_CASE("real_path resolves what exists and keeps the rest") {
  World world;
  std::filesystem::create_directories(world / "a/b");
  std::filesystem::create_directory_symlink("a/b", world / "link");
  std::filesystem::create_symlink("/nowhere/x", world / "dangling");
  const auto real = [&](const Path& path) { return *world.filesystem.real_path(path); };
  const Path root = world.files.path();
  CHECK(real(root / "link/new/file") == root / "a/b/new/file");
  CHECK(real(root / "link/../c") == root / "a/c");
  CHECK(real(root / "./a/./b/") == root / "a/b");
  CHECK(real(root / "none/../../x") == root.parent_path() / "x");
  CHECK(real(root / "dangling") == "/nowhere/x");
  CHECK(real("/../../etc") == "/etc");
  CHECK(real("relative") == std::filesystem::current_path() / "relative");
  CHECK(world.filesystem.real_path("").has_error());
}

TEST_CASE("can_write tells whether a file could be replaced") {
  World world;
  world.files.write("x", "old");
  std::filesystem::create_directory(world / "dir");
  CHECK(world.filesystem.can_write(world / "x"));
  CHECK(world.filesystem.can_write(world / "new"));
  CHECK(world.filesystem.can_write(world / "new/deep/file"));
  CHECK_FALSE(world.filesystem.can_write(world / "dir"));
  CHECK_FALSE(world.filesystem.can_write(world / "x/below"));
  CHECK_FALSE(world.filesystem.can_write("/dev/null"));
}

TEST_CASE("renaming and removing") {
  World world;
  world.files.write("x", "1");
  CHECK(world.filesystem.rename(world / "x", world / "y").has_value());
  CHECK(*world.filesystem.list_directory(world.files.path()) == Names{"y"});
  CHECK(world.filesystem.rename(world / "x", world / "z").has_error());
  CHECK(world.filesystem.remove(world / "y").has_value());
  CHECK(world.filesystem.remove(world / "y").has_value());
  CHECK(world.filesystem.remove(world.files.path()).has_error());
}

TEST_CASE("names are listed in order") {
  World world;
  for (const char* const name : {"b", "a", ".hidden", "Z"}) world.files.write(name, "");
  CHECK(*world.filesystem.list_directory(world.files.path()) == Names{".hidden", "Z", "a", "b"});
  CHECK(world.filesystem.list_directory(world / "none").has_error());
}

}  // namespace
}  // namespace usagestat::system
