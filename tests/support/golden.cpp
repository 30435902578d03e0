// SPDX-License-Identifier: MIT
#include "support/golden.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch_test_macros.hpp>

#include "base/json.hpp"
#include "base/text.hpp"

namespace usagestat::support {
namespace {

std::string shown(const std::vector<std::string>& lines, std::size_t index) {
  if (index >= lines.size()) return "the end";
  return base::write_json(base::json::value(lines[index]), base::JsonStyle::compact);
}

void write(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  REQUIRE(file.flush());
}

}  // namespace

std::optional<std::string> first_difference(std::string_view expected, std::string_view actual) {
  if (expected == actual) return std::nullopt;
  const auto expected_lines = base::split(expected, '\n');
  const auto actual_lines = base::split(actual, '\n');
  std::size_t at = 0;
  while (at < expected_lines.size() && at < actual_lines.size() &&
         expected_lines[at] == actual_lines[at])
    ++at;
  return "line " + std::to_string(at + 1) + ": expected " + shown(expected_lines, at) + ", got " +
         shown(actual_lines, at);
}

void golden(std::string_view path, std::string_view text) {
  const std::filesystem::path file_path = std::filesystem::path(USAGESTAT_SOURCE_DIR) / path;
  const char* update = std::getenv("USAGESTAT_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view(update) == "1") return write(file_path, text);
  std::ifstream file(file_path, std::ios::binary);
  INFO(path << " (USAGESTAT_UPDATE_GOLDEN=1 writes it)");
  REQUIRE(file.is_open());
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  if (const auto difference = first_difference(expected, text)) {
    FAIL_CHECK(*difference);
  } else {
    SUCCEED();
  }
}

}  // namespace usagestat::support
