// SPDX-License-Identifier: MIT
// The memory of one script: counted, capped, and given back in one go, whatever state its engine is
// in.
#pragma once

#include <cstddef>

namespace usagestat::plugin_host {

class ScriptMemory {
 public:
  explicit ScriptMemory(std::size_t limit_bytes) : limit_(limit_bytes) {}
  ~ScriptMemory();
  ScriptMemory(const ScriptMemory&) = delete;
  ScriptMemory& operator=(const ScriptMemory&) = delete;

  // Like malloc, realloc and free; nullptr beyond the limit.
  void* allocate(std::size_t size);
  void* reallocate(void* memory, std::size_t size);
  void release(void* memory);

  std::size_t used_bytes() const { return used_; }

 private:
  struct Block;
  bool has_room_for(std::size_t more) const;

  std::size_t limit_;
  std::size_t used_ = 0;
  Block* first_ = nullptr;
};

}  // namespace usagestat::plugin_host
