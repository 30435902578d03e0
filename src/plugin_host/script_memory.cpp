// SPDX-License-Identifier: MIT
#include "plugin_host/script_memory.hpp"

#include <algorithm>
#include <cstdlib>

namespace usagestat::plugin_host {

// In front of each piece of memory; its alignment is that of what follows.
struct alignas(std::max_align_t) ScriptMemory::Block {
  Block* previous;
  Block* next;
  std::size_t size;  // with this header
};

ScriptMemory::~ScriptMemory() {
  while (first_ != nullptr) {
    Block* const next = first_->next;
    std::free(first_);
    first_ = next;
  }
}

bool ScriptMemory::has_room_for(std::size_t more) const {
  return more <= limit_ - std::min(used_, limit_);
}

void* ScriptMemory::allocate(std::size_t size) {
  if (size == 0 || size > limit_ || !has_room_for(size + sizeof(Block))) return nullptr;
  // NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): the sum cannot wrap, there is room.
  auto* block = static_cast<Block*>(std::malloc(size + sizeof(Block)));
  if (block == nullptr) return nullptr;
  *block = {nullptr, first_, size + sizeof(Block)};
  if (first_ != nullptr) first_->previous = block;
  first_ = block;
  used_ += block->size;
  return block + 1;
}

void* ScriptMemory::reallocate(void* memory, std::size_t size) {
  if (memory == nullptr) return allocate(size);
  if (size == 0) {
    release(memory);
    return nullptr;
  }
  Block* const block = static_cast<Block*>(memory) - 1;
  const std::size_t before = block->size;
  if (size > limit_) return nullptr;
  const std::size_t after = size + sizeof(Block);
  if (after > before && !has_room_for(after - before)) return nullptr;
  auto* const moved = static_cast<Block*>(std::realloc(block, after));
  if (moved == nullptr) return nullptr;
  moved->size = after;
  used_ = used_ - before + after;
  if (moved->previous != nullptr) moved->previous->next = moved;
  if (moved->next != nullptr) moved->next->previous = moved;
  if (moved->previous == nullptr) first_ = moved;
  return moved + 1;
}

void ScriptMemory::release(void* memory) {
  if (memory == nullptr) return;
  Block* const block = static_cast<Block*>(memory) - 1;
  if (block->previous != nullptr) block->previous->next = block->next;
  if (block->next != nullptr) block->next->previous = block->previous;
  if (first_ == block) first_ = block->next;
  used_ -= block->size;
  std::free(block);
}

}  // namespace usagestat::plugin_host
