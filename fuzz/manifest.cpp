// SPDX-License-Identifier: MIT
// Reads arbitrary bytes as a plugin manifest.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "plugin_host/read_manifest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)usagestat::plugin_host::read_manifest(text, "acme/plugin.json");
  return 0;
}
