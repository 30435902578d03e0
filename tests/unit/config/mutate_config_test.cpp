// SPDX-License-Identifier: MIT
// Damaged files never crash or hang the reader, and reading is quick.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "base/text.hpp"
#include "config/dump_config.hpp"
#include "config/validate_config.hpp"
#include "config/write_template.hpp"
#include "unit/config/read_text.hpp"

namespace usagestat::config {
namespace {

std::string everything() {
  std::ifstream file(USAGESTAT_SOURCE_DIR "/fuzz/corpus/config/everything.toml");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string mutated(std::string text, std::mt19937& random) {
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random()) % limit; };
  constexpr std::string_view k_pieces[] = {
      "[",    "]]", "{",      "}",  "\"",  "'",     "=",    ".",  "\n",        "#",
      "\xff", "\\", "\"\"\"", "-1", "nan", "1e999", "\xc3", "id", "providers", "[[providers]]\n",
      "= {",  "$X", "~"};
  for (std::size_t i = below(4) + 1; i > 0 && !text.empty(); --i) {
    const std::size_t at = below(text.size());
    switch (below(4)) {
      case 0:
        text.erase(at, below(20) + 1);
        break;
      case 1:
        text[at] = static_cast<char>(below(256));
        break;
      case 2:
        text.insert(at, k_pieces[below(std::size(k_pieces))]);
        break;
      default:
        text.insert(at, text.substr(below(text.size()), below(60)));
    }
  }
  return text;
}

TEST_CASE("mutations of a valid config") {
  const std::string valid = everything();
  REQUIRE(valid.size() > 500);
  REQUIRE(problems(valid) == std::vector<std::string>{});
  std::mt19937 random(20260325);  // the same sequence in each run
  std::size_t refused = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = mutated(valid, random);
    const ReadConfig read = read_text(text);
    if (has_error(read.issues)) ++refused;
    for (const ConfigIssue& issue : read.issues) {
      CHECK_FALSE(issue.message.empty());
      CHECK(issue.line > 0);
      CHECK(base::is_valid_utf8(format_issue(issue)));
    }
    validate_config(read, {{"acme", {}, {model::SourceMode::api}}});
    base::write_json(dump_config(read.config, SecretDisplay::redacted), base::JsonStyle::pretty);
  }
  CHECK(refused > 1000);
  CHECK(refused < 3000);
}

TEST_CASE("text made to be expensive is read or refused in time") {
  const std::string texts[] = {
      std::string(200000, '['),
      "a = " + std::string(200000, '['),
      "a = " + std::string(200000, '{'),
      std::string(100000, 'a') + " = 1",
      [] {
        std::string deep = "a";
        for (int i = 0; i < 100000; ++i) deep += ".a";
        return deep + " = 1";
      }(),
      [] {
        std::string many;
        for (int i = 0; i < 20000; ++i) many += "key" + std::to_string(i) + " = 1\n";
        return many;
      }(),
  };
  for (const std::string& text : texts) {
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(read_text(text).issues.empty());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  }
}

TEST_CASE("fifty entries are read in less than two milliseconds") {
  std::string text = "refreshSec = 60\n[defaults]\nwarnAt = 80\ntimezone = \"UTC\"\n";
  for (int i = 0; i < 50; ++i)
    text += "[[providers]]\nid = \"acme\"\ninstanceId = \"acme-" + std::to_string(i) +
            "\"\ndisplayName = \"Work\"\napiKey = { env = \"ACME_KEY\" }\nhome = \"~/h\"\n"
            "settings.project = \"p1\"\nwarnAt = 50\n";
  auto best = std::chrono::steady_clock::duration::max();
  for (int i = 0; i < 30; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const ReadConfig read = read_text(text);
    best = std::min(best, std::chrono::steady_clock::now() - start);
    REQUIRE(read.config.providers.size() == 50);
    REQUIRE(read.issues.empty());
  }
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr auto k_limit = std::chrono::milliseconds(20);
#else
  constexpr auto k_limit = std::chrono::milliseconds(2);
#endif
  INFO(std::chrono::duration_cast<std::chrono::microseconds>(best).count() << " µs");
  CHECK(best < k_limit);
}

}  // namespace
}  // namespace usagestat::config
