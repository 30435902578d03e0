// SPDX-License-Identifier: MIT
// Whatever a service, a file or a program says, a probe ends soon, with valid lines or with a
// sentence, and shows no credential.
#include <cmath>
#include <ctime>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "base/log.hpp"
#include "base/text.hpp"
#include "model/snapshot_json.hpp"
#include "plugin_host/plugin_catalog.hpp"
#include "providers/damage_story.hpp"
#include "system/real_filesystem.hpp"
#include "usage/find_stories.hpp"
#include "usage/run_story.hpp"

namespace usagestat {
namespace {

namespace json = base::json;

const std::filesystem::path k_root = USAGESTAT_SOURCE_DIR;

#ifdef __SANITIZE_ADDRESS__
constexpr int k_damages = 2;  // each takes some twenty times as long
#else
constexpr int k_damages = 200;
#endif
constexpr double k_longest_seconds = 1.0;

bool has_odd_number(const json::value& value) {
  if (value.is_double()) return !std::isfinite(value.get_double());
  if (value.is_array())
    for (const json::value& item : value.get_array())
      if (has_odd_number(item)) return true;
  if (value.is_object())
    for (const auto& member : value.get_object())
      if (has_odd_number(member.value())) return true;
  return false;
}

std::string find_odd_word(const std::string& text) {
  for (const std::string word : {"NaN", "Infinity", "undefined", "[object "})
    if (text.find(word) != std::string::npos) return word;
  return "";
}

// What is wrong with a snapshot; empty: nothing.
std::string mistake_of(const model::UsageSnapshot& snapshot, const StoryDamage& damage) {
  const json::object document = model::snapshot_to_json(snapshot);
  if (has_odd_number(json::value(document))) return "a number is not finite";
  const std::string text = base::write_json(json::value(document), base::JsonStyle::compact);
  if (snapshot.error) {
    if (base::trim(snapshot.error->message).empty()) return "the error says nothing";
    if (snapshot.error->message.starts_with("The plugin has a bug")) return "the script broke";
    if (snapshot.error->kind >= base::ErrorKind::usage) return "the kind of the error is odd";
    const std::string said = snapshot.error->message + "\n" + snapshot.error->hint;
    for (const std::string& secret : damage.secrets())
      if (said.find(secret) != std::string::npos) return "the error shows a credential";
  } else if (snapshot.lines.empty()) {
    return "there is neither a line nor an error";
  }
  if (damage.has_odd_words()) return "";
  const std::string word = find_odd_word(text);
  return word.empty() ? "" : "it says " + word;
}

// Probes a damaged world. Tells what is wrong with the outcome, if anything is.
bool is_answered_well(const story::Story& story, const plugin_host::PluginPtr& plugin,
                      const StoryDamage& damage, const std::string& description) {
  const std::clock_t start = std::clock();
  const auto run = usage::run_story(story, plugin, base::null_log());
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  std::string mistake = mistake_of(run.snapshot, damage);
  if (seconds > k_longest_seconds) mistake = "it took " + std::to_string(seconds) + " s";
  if (mistake.empty()) return true;
  const json::value shown(model::snapshot_to_json(run.snapshot));
  FAIL_CHECK(story.provider_id << "/" << story.name << ": " << mistake << "\n  " << description
                               << "\n  "
                               << base::write_json(shown, base::JsonStyle::compact).substr(0, 800));
  return false;
}

void damage(const story::Story& story, const plugin_host::PluginPtr& plugin) {
  StoryDamage damage(story, static_cast<std::uint32_t>(std::hash<std::string>()(story.name)));
  // A probe that takes nothing in cannot be damaged.
  const int times = damage.finds_something() ? k_damages : 1;
  for (int i = 0; i < times; ++i) {
    const story::Story damaged = damage.next();
    const std::string description = "no. " + std::to_string(i) + ": " + damage.description();
    if (!is_answered_well(damaged, plugin, damage, description)) return;
  }
}

// The bundled plugins and all their stories, in one order.
struct Everything {
  plugin_host::PluginCatalog catalog;
  std::vector<usage::StoryFile> files;
};

Everything read_everything(system::Filesystem& filesystem) {
  plugin_host::CatalogSources sources;
  sources.directories = {k_root / "plugins"};
  auto files = usage::find_stories({(k_root / usage::k_story_directory).string()}, filesystem);
  REQUIRE(files.has_value());
  return {plugin_host::load_catalog(sources, filesystem), *std::move(files)};
}

// Four shares of all stories, so that they can be tried side by side.
void damage_share(std::size_t share) {
  constexpr std::size_t k_shares = 4;
  system::RealFilesystem filesystem;
  const Everything all = read_everything(filesystem);
  std::size_t tried = 0;
  for (std::size_t i = share; i < all.files.size(); i += k_shares) {
    const auto story = usage::read_story_file(all.files[i].path, filesystem);
    REQUIRE(story.has_value());
    const auto plugin = all.catalog.find(story->provider_id);
    REQUIRE(plugin != nullptr);
    damage(*story, plugin);
    ++tried;
  }
  CHECK(tried > 100);
}

TEST_CASE("damaged answers, first share of the stories") { damage_share(0); }
TEST_CASE("damaged answers, second share of the stories") { damage_share(1); }
TEST_CASE("damaged answers, third share of the stories") { damage_share(2); }
TEST_CASE("damaged answers, fourth share of the stories") { damage_share(3); }

#ifndef __SANITIZE_ADDRESS__  // which this is not about: it is about time
TEST_CASE("damaged answers: each list with ten thousand elements") {
  system::RealFilesystem filesystem;
  const Everything all = read_everything(filesystem);
  std::map<std::string, std::set<std::string>> known;
  std::size_t tried = 0;
  for (const usage::StoryFile& file : all.files) {
    const auto story = usage::read_story_file(file.path, filesystem);
    REQUIRE(story.has_value());
    const auto plugin = all.catalog.find(story->provider_id);
    REQUIRE(plugin != nullptr);
    const StoryDamage secrets(*story, 0);
    for (const auto& longer : with_long_lists(*story, known[story->provider_id])) {
      is_answered_well(longer.story, plugin, secrets, longer.description);
      ++tried;
    }
  }
  CHECK(tried > 100);
}
#endif

}  // namespace
}  // namespace usagestat
