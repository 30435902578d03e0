// SPDX-License-Identifier: MIT
#include "plugin_host/compiled_scripts.hpp"

namespace usagestat::plugin_host {
namespace {

std::string key_of(std::string_view file_name, std::string_view source) {
  std::string key(file_name);
  key += '\0';
  key += source;
  return key;
}

}  // namespace

CompiledScripts::Code CompiledScripts::find(std::string_view file_name,
                                            std::string_view source) const {
  const std::string key = key_of(file_name, source);
  const std::lock_guard guard(mutex_);
  const auto found = by_script_.find(key);
  return found == by_script_.end() ? nullptr : found->second;
}

void CompiledScripts::put(std::string_view file_name, std::string_view source, std::string code) {
  constexpr std::size_t k_most_scripts = 1000;
  auto shared = std::make_shared<const std::string>(std::move(code));
  const std::lock_guard guard(mutex_);
  if (by_script_.size() < k_most_scripts)
    by_script_.try_emplace(key_of(file_name, source), std::move(shared));
}

CompiledScripts& compiled_scripts() {
  static CompiledScripts scripts;
  return scripts;
}

}  // namespace usagestat::plugin_host
