// SPDX-License-Identifier: MIT
// The little that tests of the real system must make up: variables and a place for files.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "system/environment.hpp"
#include "system/real_filesystem.hpp"

namespace usagestat::system {

class TestEnvironment final : public Environment {
 public:
  TestEnvironment() = default;
  explicit TestEnvironment(std::map<std::string, std::string> given)
      : variables(std::move(given)) {}

  std::optional<std::string> get(std::string_view name) const override {
    const auto found = variables.find(std::string(name));
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
  }
  std::map<std::string, std::string> all() const override { return variables; }
  std::filesystem::path home_directory() const override { return home; }
  std::filesystem::path current_directory() const override { return "/work"; }
  std::string user_name() const override { return "dev"; }
  Platform platform() const override { return kind; }

  std::map<std::string, std::string> variables;
  std::filesystem::path home = "/home/dev";
  Platform kind = Platform::linux_os;
};

// A new directory, removed in the end.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "usagestat-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) std::abort();
    path_ = std::filesystem::canonical(name);
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  // Makes a file with this content; its path.
  std::filesystem::path write(std::string_view name, std::string_view content) const {
    RealFilesystem filesystem;
    static_cast<Filesystem&>(filesystem).write_file(path_ / name, content, {});
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace usagestat::system
