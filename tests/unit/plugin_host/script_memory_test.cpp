// SPDX-License-Identifier: MIT
#include "plugin_host/script_memory.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#ifdef USAGESTAT_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

namespace usagestat::plugin_host {
namespace {

struct Piece {
  unsigned char* bytes;
  std::size_t size;
  unsigned char mark;
};

bool is_intact(const Piece& piece) {
  return std::all_of(piece.bytes, piece.bytes + piece.size,
                     [&piece](unsigned char byte) { return byte == piece.mark; });
}

Piece make_piece(ScriptMemory& memory, std::size_t size, unsigned char mark) {
  auto* const bytes = static_cast<unsigned char*>(memory.allocate(size));
  REQUIRE(bytes != nullptr);
  std::memset(bytes, mark, size);
  return {bytes, size, mark};
}

constexpr std::size_t k_chunk = std::size_t{64} << 10U;

TEST_CASE("pieces of all sizes keep their content, move and come back") {
  ScriptMemory memory(64U << 20U);
  std::mt19937 random(7);
  std::vector<Piece> pieces;
  const auto any_size = [&random] { return 1 + random() % (random() % 8 == 0 ? 100'000 : 700); };
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t at = pieces.empty() ? 0 : random() % pieces.size();
    if (pieces.size() < 100 || random() % 3 == 0) {
      pieces.push_back(make_piece(memory, any_size(), static_cast<unsigned char>(random())));
    } else if (random() % 2 == 0) {
      REQUIRE(is_intact(pieces[at]));
      memory.release(pieces[at].bytes);
      pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      Piece& piece = pieces[at];
      const std::size_t size = any_size();
      piece.bytes = static_cast<unsigned char*>(memory.reallocate(piece.bytes, size));
      REQUIRE(piece.bytes != nullptr);
      piece.size = std::min(piece.size, size);
      REQUIRE(is_intact(piece));
      std::memset(piece.bytes, piece.mark, size);
      piece.size = size;
    }
    REQUIRE(reinterpret_cast<std::uintptr_t>(pieces.back().bytes) % alignof(double) == 0);
  }
  CHECK(std::ranges::all_of(pieces, is_intact));
  for (const Piece& piece : pieces) memory.release(piece.bytes);
  CHECK(memory.used_bytes() % k_chunk == 0);
  CHECK(memory.used_bytes() > 0);
}

TEST_CASE("beyond the limit there is nothing, and what was given stays") {
  constexpr std::size_t k_limit = k_chunk + 10'000;
  ScriptMemory memory(k_limit);
  CHECK(memory.allocate(k_limit + 1) == nullptr);
  CHECK(memory.allocate(SIZE_MAX) == nullptr);
  CHECK(memory.allocate(0) == nullptr);
  const Piece large = make_piece(memory, 9'000, 1);
  CHECK(memory.reallocate(large.bytes, k_limit) == nullptr);
  CHECK(memory.reallocate(large.bytes, SIZE_MAX) == nullptr);
  CHECK(is_intact(large));
  std::vector<void*> small;
  while (void* const piece = memory.allocate(100)) small.push_back(piece);
  // 112 bytes and a header each, out of one chunk.
  CHECK(small.size() == (k_chunk - 8) / 120);
  CHECK(memory.allocate(1'000) == nullptr);
  CHECK(memory.used_bytes() <= k_limit);
  for (void* const piece : small) memory.release(piece);
  CHECK(memory.reallocate(large.bytes, 100) != nullptr);
  CHECK(memory.allocate(9'000) != nullptr);
}

TEST_CASE("chunks count as a whole, also when all in them is given back") {
  ScriptMemory memory(4 * k_chunk);
  // Each size takes what it needs of its own and leaves nothing to the next.
  for (const std::size_t size : {16U, 100U, 300U, 500U}) {
    std::vector<void*> pieces;
    while (void* const piece = memory.allocate(size)) pieces.push_back(piece);
    CHECK(memory.used_bytes() <= 4 * k_chunk);
    for (void* const piece : pieces) memory.release(piece);
  }
  CHECK(memory.used_bytes() == 4 * k_chunk);
  CHECK(memory.allocate(16) != nullptr);
  CHECK(memory.allocate(600) == nullptr);
}

TEST_CASE("a large piece that cannot move to a smaller place stays") {
  ScriptMemory memory(k_chunk);
  const Piece large = make_piece(memory, 1'000, 1);
  CHECK(memory.reallocate(large.bytes, 100) == large.bytes);
  CHECK(is_intact({large.bytes, 100, 1}));
}

TEST_CASE("nothing can be moved and given back as well") {
  ScriptMemory memory(10'000);
  memory.release(nullptr);
  void* const piece = memory.reallocate(nullptr, 600);
  REQUIRE(piece != nullptr);
  CHECK(memory.used_bytes() >= 600);
  CHECK(memory.reallocate(piece, 0) == nullptr);
  CHECK(memory.used_bytes() == 0);
}

TEST_CASE("all goes with its owner") {
  // The leak checker of the sanitizer looks at this one.
  ScriptMemory memory(1U << 20U);
  for (const std::size_t size : {8U, 512U, 513U, 70'000U}) CHECK(memory.allocate(size) != nullptr);
}

#ifdef USAGESTAT_ADDRESS_SANITIZER
bool is_forbidden(const unsigned char* byte) { return __asan_address_is_poisoned(byte) != 0; }

TEST_CASE("the sanitizer sees who touches more than a piece, or one that was given back") {
  ScriptMemory memory(1U << 20U);
  auto* const bytes = make_piece(memory, 20, 1).bytes;
  CHECK(is_forbidden(bytes - 1));
  CHECK_FALSE(is_forbidden(bytes));
  CHECK_FALSE(is_forbidden(bytes + 19));
  CHECK(is_forbidden(bytes + 20));
  CHECK(memory.reallocate(bytes, 31) == bytes);
  CHECK_FALSE(is_forbidden(bytes + 30));
  CHECK(is_forbidden(bytes + 31));
  memory.release(bytes);
  CHECK(is_forbidden(bytes));
  CHECK(memory.allocate(17) == bytes);
  CHECK_FALSE(is_forbidden(bytes + 16));
  CHECK(is_forbidden(bytes + 17));
  CHECK(is_forbidden(bytes - 1));
}
#endif

}  // namespace
}  // namespace usagestat::plugin_host
