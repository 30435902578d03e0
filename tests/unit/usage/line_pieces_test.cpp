// SPDX-License-Identifier: MIT
#include "usage/line_pieces.hpp"

#include <catch2/catch_test_macros.hpp>

#include "support/fake_filesystem.hpp"

namespace usagestat::usage {
namespace {

constexpr std::size_t k_longest = LinePieces::k_longest_line;

std::vector<LinePiece> pieces_of(const std::string& content, std::uint64_t offset = 0) {
  support::FakeFilesystem files;
  files.put("/f", content);
  auto reader = files.open_file("/f", offset);
  REQUIRE(reader.has_value());
  LinePieces lines(*std::move(reader));
  std::vector<LinePiece> result;
  for (;;) {
    auto piece = lines.next();
    REQUIRE(piece.has_value());
    if (!piece->has_value()) return result;
    result.push_back(**std::move(piece));
  }
}

// What the pieces were made of.
std::string joined(const std::vector<LinePiece>& pieces) {
  std::string text;
  for (const LinePiece& piece : pieces) text += piece.text + (piece.has_newline ? "\n" : "");
  return text;
}

TEST_CASE("lines, empty ones and one without a newline") {
  CHECK(pieces_of("").empty());
  const auto pieces = pieces_of("one\n\nthree");
  REQUIRE(pieces.size() == 3);
  CHECK(pieces[0].text == "one");
  CHECK(pieces[1].text.empty());
  CHECK(pieces[2].text == "three");
  CHECK(pieces[2].number == 3);
  CHECK(pieces[0].has_newline);
  CHECK_FALSE(pieces[2].has_newline);
  for (const LinePiece& piece : pieces) CHECK(piece.is_whole());
  CHECK(pieces_of("one\n").size() == 1);
}

TEST_CASE("from the middle of a file") {
  const auto pieces = pieces_of("one\ntwo\n", 2);
  REQUIRE(pieces.size() == 2);
  CHECK(pieces[0].text == "e");
  CHECK(pieces[1].text == "two");
  CHECK(pieces_of("one\n", 99).empty());
}

TEST_CASE("lines around the longest one") {
  for (const std::size_t length :
       {k_longest - 1, k_longest, k_longest + 1, 2 * k_longest, 2 * k_longest + 7}) {
    for (const std::string end : {"\n", "", "\nnext\n"}) {
      const std::string content = "first\n" + std::string(length, 'x') + end;
      const auto pieces = pieces_of(content);
      CHECK(joined(pieces) == content);
      CHECK(pieces[1].is_whole() == (length <= k_longest));
      CHECK(pieces[1].begins);
      for (const LinePiece& piece : pieces) CHECK(piece.text.size() <= k_longest);
      if (end == "\nnext\n") {
        CHECK(pieces.back().text == "next");
        CHECK(pieces.back().number == 3);
        CHECK(pieces.back().is_whole());
      }
    }
  }
}

}  // namespace
}  // namespace usagestat::usage
