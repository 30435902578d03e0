// SPDX-License-Identifier: MIT
// The rules of the house, applied to the repository as it lies on the disk.
#include <catch2/catch_test_macros.hpp>

#include "repository/rules.hpp"

namespace usagestat::repository {
namespace {

const SourceTree& repository() {
  static const SourceTree tree = read_tree(USAGESTAT_SOURCE_DIR);
  return tree;
}

const Findings k_none;

TEST_CASE("the repository is found") {
  // A rule that looks at nothing finds nothing.
  std::size_t sources = 0;
  for (const SourceFile& file : repository())
    if (file.is_below("src/") && file.has_extension(".cpp")) ++sources;
  CHECK(sources > 100);
}

TEST_CASE("no file is long") { CHECK(find_long_files(repository()) == k_none); }

TEST_CASE("the outside world is touched in src/system only") {
  CHECK(find_outside_world(repository()) == k_none);
}

TEST_CASE("only src/cli prints") { CHECK(find_printing(repository()) == k_none); }

TEST_CASE("only main ends the program") { CHECK(find_exits(repository()) == k_none); }

TEST_CASE("names of libraries stay in the files that wrap them") {
  CHECK(find_library_names(repository()) == k_none);
}

TEST_CASE("no C++ knows a provider") { CHECK(find_provider_ids(repository()) == k_none); }

TEST_CASE("each source begins with its license") {
  CHECK(find_missing_licenses(repository()) == k_none);
}

TEST_CASE("each source is named in a CMakeLists.txt") {
  CHECK(find_unlisted_sources(repository()) == k_none);
}

TEST_CASE("each folder has a name that says something") {
  CHECK(find_vague_folders(repository()) == k_none);
}

TEST_CASE("each plugin is complete") { CHECK(find_incomplete_plugins(repository()) == k_none); }

TEST_CASE("recordings and documents hold no credentials") {
  CHECK(find_secrets(repository()) == k_none);
}

TEST_CASE("recordings and documents hold nobody's address") {
  CHECK(find_addresses(repository()) == k_none);
}

TEST_CASE("no file names a place outside the repository") {
  CHECK(find_workplaces(repository()) == k_none);
}

}  // namespace
}  // namespace usagestat::repository
