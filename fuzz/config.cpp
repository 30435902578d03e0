// SPDX-License-Identifier: MIT
// Reads arbitrary bytes as a configuration file, in an environment without surprises.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/read_config.hpp"

namespace {

using namespace usagestat;

class PlainEnvironment final : public system::Environment {
 public:
  std::optional<std::string> get(std::string_view name) const override {
    if (name == "HOME") return "/home/dev";
    return std::nullopt;
  }
  std::map<std::string, std::string> all() const override { return {{"HOME", "/home/dev"}}; }
  std::filesystem::path home_directory() const override { return "/home/dev"; }
  std::filesystem::path current_directory() const override { return "/home/dev"; }
  std::string user_name() const override { return "dev"; }
  system::Platform platform() const override { return system::Platform::linux_os; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const PlainEnvironment environment;
  const auto read =
      config::read_config_text(text, "/home/dev/.config/usagestat/config.toml", environment);
  (void)config::first_error(read);
  return 0;
}
