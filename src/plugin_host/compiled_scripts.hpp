// SPDX-License-Identifier: MIT
// The engine's code of scripts that were compiled before in this process. Every probe has a heap of
// its own and loads the same prelude; compiling that takes longer than most probes run.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace usagestat::plugin_host {

// Safe to use from several threads. Code is kept in memory only: the engine does not check what it
// loads, so it must never come from a file.
class CompiledScripts {
 public:
  using Code = std::shared_ptr<const std::string>;

  // nullptr when that very text was not compiled under that name, which its code holds.
  Code find(std::string_view file_name, std::string_view source) const;
  // Forgotten when there are very many already: a server may see its plugins edited for weeks.
  void put(std::string_view file_name, std::string_view source, std::string code);

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Code> by_script_;
};

// One for the process: equal scripts have equal code, so no probe can tell who compiled it.
CompiledScripts& compiled_scripts();

}  // namespace usagestat::plugin_host
