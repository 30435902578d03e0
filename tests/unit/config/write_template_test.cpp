// SPDX-License-Identifier: MIT
#include "config/write_template.hpp"

#include <catch2/catch_test_macros.hpp>

#include "base/text.hpp"
#include "config/config_schema.hpp"
#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

using Lines = std::vector<std::string>;

// The template with every key and header switched on.
std::string uncommented(const std::string& text) {
  Lines lines = base::split(text, '\n');
  for (std::string& line : lines)
    if (line.size() > 1 && line[0] == '#' && line[1] != ' ') line.erase(0, 1);
  return base::join(lines, "\n");
}

TEST_CASE("the template as it is sets nothing") {
  const ReadConfig read = read_text(write_template({"acme", "other"}));
  CHECK(shown(read.issues) == Lines{});
  CHECK(read.config.providers.empty());
  CHECK(read.places.empty());
}

TEST_CASE("the template with everything switched on is valid and sets every key") {
  const ReadConfig read = read_text(uncommented(write_template({"acme", "other", "third"})));
  REQUIRE(read.issues.size() == 1);
  CHECK(read.issues[0].message == "providers[0].customCommand is not used.");
  REQUIRE(read.config.providers.size() == 3);
  CHECK(read.config.providers[0].id == "acme");
  CHECK(read.config.providers[2].id == "third");
  for (const ConfigKey& key : config_schema()) {
    const std::string path =
        key.is_of_entry() ? "providers[0]." + std::string(key.name) : key.path();
    INFO(path);
    CHECK(read.places.contains(path));
  }
}

TEST_CASE("each key can be switched on alone") {
  const Lines lines = base::split(write_template({}), '\n');
  std::size_t switched = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].size() < 2 || lines[i][0] != '#' || lines[i][1] == ' ') continue;
    Lines one = lines;
    one[i].erase(0, 1);
    // A key of an entry needs the entry.
    for (std::string& line : one)
      if (line == "#[[providers]]" || line == "#id = \"my-provider\"") line.erase(0, 1);
    INFO(lines[i]);
    CHECK_FALSE(has_error(read_text(base::join(one, "\n")).issues));
    ++switched;
  }
  CHECK(switched == config_schema().size() + 1);
}

TEST_CASE("the head of the template") {
  CHECK(write_template({"acme"}).starts_with(
      "# The configuration of usagestat. Nothing in it is needed: what is commented out holds by "
      "default\n"
      "# or is an example. Remove the # directly before a key to set it.\n"
      "# `usagestat config validate` checks this file, `usagestat config dump` shows what holds.\n"
      "\n"
      "# Seconds after which the server asks a service again.\n"
      "#refreshSec = 60\n"));
}

}  // namespace
}  // namespace usagestat::config
