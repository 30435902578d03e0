// SPDX-License-Identifier: MIT
// Finds tests/fixtures/providers/<id>/<case>.json and plays each with the plugin of that id:
// dropping a file in is adding a test.
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "base/log.hpp"
#include "base/text.hpp"
#include "plugin_host/plugin_catalog.hpp"
#include "system/real_filesystem.hpp"
#include "usage/find_stories.hpp"
#include "usage/run_story.hpp"

namespace usagestat {
namespace {

const std::filesystem::path k_root = USAGESTAT_SOURCE_DIR;

plugin_host::PluginCatalog load_plugins(system::Filesystem& filesystem) {
  plugin_host::CatalogSources sources;
  sources.directories = {k_root / "plugins"};
  return plugin_host::load_catalog(sources, filesystem);
}

std::map<std::string, std::vector<usage::StoryFile>> stories_by_provider(
    system::Filesystem& filesystem) {
  std::map<std::string, std::vector<usage::StoryFile>> by_provider;
  const auto files =
      usage::find_stories({(k_root / usage::k_story_directory).string()}, filesystem);
  INFO((files ? std::string() : files.error().message));
  REQUIRE(files.has_value());
  for (const usage::StoryFile& file : *files)
    by_provider[file.path.parent_path().filename().string()].push_back(file);
  return by_provider;
}

TEST_CASE("bundled plugins load") {
  system::RealFilesystem filesystem;
  const auto catalog = load_plugins(filesystem);
  for (const auto& problem : catalog.problems)
    FAIL_CHECK(problem.where << ": " << problem.error.message);
  CHECK_FALSE(catalog.plugins.empty());
}

TEST_CASE("stories of the bundled providers") {
  system::RealFilesystem filesystem;
  const auto catalog = load_plugins(filesystem);
  const auto by_provider = stories_by_provider(filesystem);
  REQUIRE_FALSE(by_provider.empty());
  for (const auto& [provider, files] : by_provider) {
    DYNAMIC_SECTION(provider) {
      for (const usage::StoryFile& file : files) {
        const auto differences = usage::story_differences(file, catalog, filesystem,
                                                          base::null_log(), system::Deadline());
        INFO(file.path.lexically_relative(k_root).generic_string()
             << "\n  " << base::join(differences, "\n  "));
        CHECK(differences.empty());
      }
    }
  }
}

}  // namespace
}  // namespace usagestat
