// SPDX-License-Identifier: MIT
#include "plugin_host/script_memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#ifdef USAGESTAT_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#endif

namespace usagestat::plugin_host {
namespace {

constexpr std::size_t k_step = 16;  // between sizes of small pieces
constexpr std::size_t k_chunk = std::size_t{64} * 1024;

std::size_t class_of(std::size_t size) { return (size - 1) / k_step; }
std::size_t class_bytes(std::size_t size_class) { return (size_class + 1) * k_step; }

#ifdef USAGESTAT_ADDRESS_SANITIZER
void forbid(const void* memory, std::size_t size) { __asan_poison_memory_region(memory, size); }
void permit(const void* memory, std::size_t size) { __asan_unpoison_memory_region(memory, size); }
#else
void forbid(const void* /*memory*/, std::size_t /*size*/) {}
void permit(const void* /*memory*/, std::size_t /*size*/) {}
#endif

}  // namespace

// In front of each piece of memory.
struct ScriptMemory::Header {
  std::uint64_t size;  // of what follows
};

struct ScriptMemory::Large {
  Large* previous;
  Large* next;
  Header header;
};

// In place of the content of a piece that nobody uses.
struct ScriptMemory::Free {
  Free* next;
};

struct ScriptMemory::Chunk {
  Chunk* next;
};

bool ScriptMemory::is_small(std::size_t size) { return size <= k_size_classes * k_step; }

// What was allocated for it, which may be a little more than what was asked for.
std::size_t ScriptMemory::size_of(void* memory) {
  const Header* const header = static_cast<Header*>(memory) - 1;
  permit(header, sizeof(Header));
  const std::size_t size = header->size;
  if (is_small(size)) forbid(header, sizeof(Header));
  return size;
}

ScriptMemory::~ScriptMemory() {
  while (first_large_ != nullptr) {
    Large* const next = first_large_->next;
    std::free(first_large_);
    first_large_ = next;
  }
  while (chunks_ != nullptr) {
    Chunk* const next = chunks_->next;
    std::free(chunks_);
    chunks_ = next;
  }
}

bool ScriptMemory::has_room_for(std::size_t more) const {
  return more <= limit_ - std::min(used_, limit_);
}

void* ScriptMemory::allocate(std::size_t size) {
  if (size == 0 || size > limit_) return nullptr;
  return is_small(size) ? allocate_small(size) : allocate_large(size);
}

void* ScriptMemory::allocate_small(std::size_t size) {
  const std::size_t size_class = class_of(size);
  void* const memory =
      free_[size_class] == nullptr ? cut(class_bytes(size_class)) : take(size_class);
  if (memory != nullptr) permit(memory, size);
  return memory;
}

// A piece that was given back.
void* ScriptMemory::take(std::size_t size_class) {
  Free* const piece = free_[size_class];
  permit(piece, sizeof(Free));
  free_[size_class] = piece->next;
  forbid(piece, sizeof(Free));
  return piece;
}

// A new piece of the first chunk; what is left of a full chunk is lost.
void* ScriptMemory::cut(std::size_t size) {
  const std::size_t whole = size + sizeof(Header);
  if (unused_bytes_ < whole) {
    if (!has_room_for(k_chunk)) return nullptr;
    auto* const chunk = static_cast<Chunk*>(std::malloc(k_chunk));
    if (chunk == nullptr) return nullptr;
    used_ += k_chunk;
    chunk->next = chunks_;
    chunks_ = chunk;
    unused_ = reinterpret_cast<std::byte*>(chunk + 1);
    unused_bytes_ = k_chunk - sizeof(Chunk);
    forbid(unused_, unused_bytes_);
  }
  permit(unused_, sizeof(Header));
  auto* const header = new (unused_) Header{size};
  forbid(unused_, sizeof(Header));
  unused_ += whole;
  unused_bytes_ -= whole;
  return header + 1;
}

void* ScriptMemory::allocate_large(std::size_t size) {
  if (!has_room_for(size + sizeof(Large))) return nullptr;
  // NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): the sum cannot wrap, there is room.
  auto* block = static_cast<Large*>(std::malloc(size + sizeof(Large)));
  if (block == nullptr) return nullptr;
  *block = {nullptr, first_large_, {size}};
  if (first_large_ != nullptr) first_large_->previous = block;
  first_large_ = block;
  used_ += size + sizeof(Large);
  return block + 1;
}

void* ScriptMemory::reallocate(void* memory, std::size_t size) {
  if (memory == nullptr) return allocate(size);
  if (size == 0) {
    release(memory);
    return nullptr;
  }
  const std::size_t before = size_of(memory);
  const bool was_small = is_small(before);
  const bool stays_small = is_small(size);
  if (was_small && stays_small && class_of(size) == class_of(before)) {
    forbid(memory, before);
    permit(memory, size);
    return memory;
  }
  if (!was_small && !stays_small) return reallocate_large(static_cast<Large*>(memory) - 1, size);
  void* const moved = allocate(size);
  if (moved == nullptr) return size < before ? memory : nullptr;
  permit(memory, before);
  std::memcpy(moved, memory, std::min(before, size));
  release(memory);
  return moved;
}

void* ScriptMemory::reallocate_large(Large* block, std::size_t size) {
  const std::size_t before = block->header.size;
  if (size > limit_ || (size > before && !has_room_for(size - before))) return nullptr;
  auto* const moved = static_cast<Large*>(std::realloc(block, size + sizeof(Large)));
  if (moved == nullptr) return nullptr;
  moved->header.size = size;
  used_ = used_ - before + size;
  if (moved->previous != nullptr) moved->previous->next = moved;
  if (moved->next != nullptr) moved->next->previous = moved;
  if (moved->previous == nullptr) first_large_ = moved;
  return moved + 1;
}

void ScriptMemory::release(void* memory) {
  if (memory == nullptr) return;
  const std::size_t size = size_of(memory);
  if (is_small(size)) {
    permit(memory, sizeof(Free));
    free_[class_of(size)] = new (memory) Free{free_[class_of(size)]};
    forbid(memory, size);
    return;
  }
  Large* const block = static_cast<Large*>(memory) - 1;
  if (block->previous != nullptr) block->previous->next = block->next;
  if (block->next != nullptr) block->next->previous = block->previous;
  if (first_large_ == block) first_large_ = block->next;
  used_ -= block->header.size + sizeof(Large);
  std::free(block);
}

}  // namespace usagestat::plugin_host
