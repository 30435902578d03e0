// SPDX-License-Identifier: MIT
// The memory of one script: counted, capped, and given back in one go, whatever state its engine is
// in.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace usagestat::plugin_host {

// An engine makes some ten thousand small objects and throws nearly all of them away together, so
// small ones are cut out of chunks and kept in lists by size. A chunk counts as a whole and stays.
// The address sanitizer is told which bytes nobody may touch, as malloc would tell it.
class ScriptMemory {
 public:
  explicit ScriptMemory(std::size_t limit_bytes) : limit_(limit_bytes) {}
  ~ScriptMemory();
  ScriptMemory(const ScriptMemory&) = delete;
  ScriptMemory& operator=(const ScriptMemory&) = delete;

  // Like malloc, realloc and free, aligned for a double; nullptr beyond the limit.
  void* allocate(std::size_t size);
  void* reallocate(void* memory, std::size_t size);
  void release(void* memory);

  // What is taken from the system at present.
  std::size_t used_bytes() const { return used_; }

 private:
  struct Header;
  struct Large;
  struct Chunk;
  struct Free;
  static constexpr std::size_t k_size_classes = 32;

  static bool is_small(std::size_t size);
  static std::size_t size_of(void* memory);
  bool has_room_for(std::size_t more) const;
  void* allocate_small(std::size_t size);
  void* take(std::size_t size_class);
  void* cut(std::size_t size);
  void* allocate_large(std::size_t size);
  void* reallocate_large(Large* block, std::size_t size);

  std::size_t limit_;
  std::size_t used_ = 0;
  Chunk* chunks_ = nullptr;
  std::byte* unused_ = nullptr;  // of the first chunk
  std::size_t unused_bytes_ = 0;
  std::array<Free*, k_size_classes> free_{};
  Large* first_large_ = nullptr;
};

}  // namespace usagestat::plugin_host
