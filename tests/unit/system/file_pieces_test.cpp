// SPDX-License-Identifier: MIT
// Files read and written piece by piece, really and by way of whole files.
#include <catch2/catch_test_macros.hpp>
#include <sys/stat.h>

#include "support/fake_filesystem.hpp"
#include "unit/system/test_world.hpp"

namespace usagestat::system {
namespace {

// The same must hold for both.
template <class Check>
void on_both(const Check& check) {
  const ScratchDirectory scratch;
  RealFilesystem real;
  check(static_cast<Filesystem&>(real), scratch.path());
  support::FakeFilesystem fake;
  fake.put_directory("/data");
  check(static_cast<Filesystem&>(fake), Path("/data"));
}

std::string read_all(Filesystem& files, const Path& path, std::uint64_t offset) {
  auto reader = files.open_file(path, offset);
  REQUIRE(reader.has_value());
  std::string text;
  for (;;) {
    const auto piece = (*reader)->next(3);
    REQUIRE(piece.has_value());
    CHECK(piece->size() <= 3);
    if (piece->empty()) return text;
    text += *piece + "|";
  }
}

TEST_CASE("a file is read in pieces, from any place") {
  on_both([](Filesystem& files, const Path& directory) {
    REQUIRE(files.write_file(directory / "f", "0123456789").has_value());
    CHECK(read_all(files, directory / "f", 0) == "012|345|678|9|");
    CHECK(read_all(files, directory / "f", 8) == "89|");
    CHECK(read_all(files, directory / "f", 99).empty());
    CHECK(files.open_file(directory / "none").has_error());
    CHECK(files.open_file(directory).has_error());
  });
}

TEST_CASE("a file that is replaced while it is read stays the same") {
  on_both([](Filesystem& files, const Path& directory) {
    REQUIRE(files.write_file(directory / "f", "old").has_value());
    const auto reader = files.open_file(directory / "f");
    REQUIRE(reader.has_value());
    REQUIRE(files.write_file(directory / "f", "new").has_value());
    CHECK((*reader)->next(10).value() == "old");
  });
}

TEST_CASE("a replacement counts once it is committed, and leaves nothing behind when it is not") {
  on_both([](Filesystem& files, const Path& directory) {
    REQUIRE(files.write_file(directory / "f", "old").has_value());
    {
      const auto dropped = files.replace_file(directory / "f");
      REQUIRE(dropped.has_value());
      REQUIRE((*dropped)->write("half").has_value());
    }
    CHECK(files.read_file(directory / "f").value() == "old");
    const auto replacement = files.replace_file(directory / "f");
    REQUIRE(replacement.has_value());
    REQUIRE((*replacement)->write("one ").has_value());
    REQUIRE((*replacement)->write("two").has_value());
    CHECK(files.read_file(directory / "f").value() == "old");
    REQUIRE((*replacement)->commit().has_value());
    CHECK(files.read_file(directory / "f").value() == "one two");
    CHECK(files.list_directory(directory).value() == std::vector<std::string>{"f"});
    CHECK(files.info(directory / "f")->mode == 0600);
  });
}

TEST_CASE("a file is cut, never made longer") {
  on_both([](Filesystem& files, const Path& directory) {
    REQUIRE(files.write_file(directory / "f", "0123456789").has_value());
    CHECK(files.truncate_file(directory / "f", 20).has_value());
    CHECK(files.read_file(directory / "f").value() == "0123456789");
    CHECK(files.truncate_file(directory / "f", 4).has_value());
    CHECK(files.read_file(directory / "f").value() == "0123");
    CHECK(files.truncate_file(directory / "none", 4).has_error());
    CHECK_FALSE(files.exists(directory / "none"));
  });
}

TEST_CASE("what is no regular file is refused without waiting for it") {
  const ScratchDirectory scratch;
  RealFilesystem real;
  Filesystem& files = real;
  REQUIRE(::mkfifo((scratch / "pipe").c_str(), 0600) == 0);
  CHECK(files.open_file(scratch / "pipe").has_error());
  CHECK(files.replace_file(scratch / "pipe").has_error());
  CHECK(files.truncate_file(scratch / "pipe", 0).has_error());
}

TEST_CASE("an append that is to be on disk when it returns") {
  const ScratchDirectory scratch;
  RealFilesystem real;
  Filesystem& files = real;
  WriteOptions options;
  options.sync = true;
  REQUIRE(files.append_file(scratch / "deep/f", "one\n", options).has_value());
  REQUIRE(files.append_file(scratch / "deep/f", "two\n", options).has_value());
  CHECK(files.read_file(scratch / "deep/f").value() == "one\ntwo\n");
}

}  // namespace
}  // namespace usagestat::system
