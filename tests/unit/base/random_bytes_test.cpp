// SPDX-License-Identifier: MIT
// Whatever is fed to the readers of text, they answer; the sanitizers say whether they read too
// far.
#include <random>

#include <catch2/catch_test_macros.hpp>

#include "base/encoding.hpp"
#include "base/glob.hpp"
#include "base/json.hpp"
#include "base/redact.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/url.hpp"

namespace usagestat::base {
namespace {

class Noise {
 public:
  explicit Noise(unsigned seed) : random_(seed) {}

  std::string bytes(std::size_t longest) {
    std::string text;
    for (std::size_t size = random_() % (longest + 1); size > 0; --size)
      text += static_cast<char>(random_() & 0xFFU);
    return text;
  }
  // Pieces that mean something to a reader, in any order.
  std::string pieces(const std::vector<std::string_view>& from, std::size_t most) {
    std::string text;
    for (std::size_t count = random_() % (most + 1); count > 0; --count)
      text += from[random_() % from.size()];
    return text;
  }
  // A good text with a few bytes changed.
  std::string mutated(std::string_view good) {
    std::string text(good);
    for (std::size_t count = 1 + random_() % 3; count > 0; --count)
      text[random_() % text.size()] = static_cast<char>(random_() & 0xFFU);
    return text;
  }

 private:
  std::mt19937 random_;
};

TEST_CASE("redaction keeps no known secret and changes nothing twice") {
  Noise noise(1);
  Redactor redactor;
  redactor.add_secret("swordfish-swordfish");
  for (int i = 0; i < 3000; ++i) {
    const std::string text = noise.pieces({"swordfish-swordfish",
                                           "token",
                                           "Cookie",
                                           ": ",
                                           "=",
                                           "\"",
                                           "\\\"",
                                           "%22",
                                           " ",
                                           "\n",
                                           "Bearer ",
                                           "sk-",
                                           "eyJ",
                                           ".",
                                           "://",
                                           "@",
                                           "abc12345",
                                           "\xff",
                                           "--api-key",
                                           "-----BEGIN PRIVATE KEY-----",
                                           "-----END",
                                           ";",
                                           "[redacted]"},
                                          20);
    const std::string once = redactor.redact(text);
    INFO(text);
    REQUIRE(once.find("swordfish-swordfish") == std::string::npos);
  }
  for (int i = 0; i < 20000; ++i) {
    const std::string text =
        noise.pieces({"ya29.", "xox",    "AIza",  "sk-",        "eyJ", ".",      "~",
                      "-",     "\\",     "\\u00", "%",          "%2",  "n",      "=",
                      ":",     ",",      "'",     "\"",         " ",   "cookie", "authorization",
                      "--",    "secret", "basic", "[redacted]", "@",   "//"},
                     6);
    REQUIRE(redact_patterns(text).size() <= 20 * text.size());
  }
  for (int i = 0; i < 1000; ++i) {
    const std::string text = noise.bytes(200);
    REQUIRE(redact_patterns(text).size() <= 20 * text.size() + 20);
  }
}

TEST_CASE("JSON that is accepted is written and read again as the same") {
  Noise noise(2);
  int accepted = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::string text =
        i % 2 == 0 ? noise.pieces({"{", "}", "[", "]", ",", ":", "\"a\"", "1", "-2.5e3", "true",
                                   "null", " ", "\n", "\"\\u00e9\"", "\xff"},
                                  9)
                   : noise.mutated(R"({"a":[1,2.5,"xéy",null,true],"b":{"c":-1e-3}})");
    const auto value = parse_json(text, "noise");
    if (!value) continue;
    ++accepted;
    INFO(text);
    const std::string written = write_json(*value, JsonStyle::pretty);
    const auto again = parse_json(written, "again");
    REQUIRE(again.has_value());
    REQUIRE(write_json(*again, JsonStyle::pretty) == written);
  }
  CHECK(accepted > 100);
}

TEST_CASE("times that are accepted are written and read again as the same") {
  Noise noise(3);
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    const auto time = parse_rfc3339(noise.mutated("2024-02-29T12:34:56.789+01:30"));
    if (!time) continue;
    ++accepted;
    REQUIRE(parse_rfc3339(format_utc(*time)) == time);
  }
  CHECK(accepted > 10);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = noise.bytes(40);
    CHECK_FALSE(parse_http_date(text));
    CHECK_FALSE(parse_rfc3339(text));
    if (const auto duration = parse_duration(text)) CHECK(duration->count() >= 0);
  }
}

TEST_CASE("URLs that are accepted have a canonical form that stays") {
  Noise noise(4);
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string text = noise.mutated("https://user@a.test:8443/p%20q/../r?x=1&y=%41#f");
    const auto resolved = resolve_url("https://a.test/x", text);
    if (resolved) REQUIRE_FALSE(resolved->empty());
    if (!parse_url(text)) continue;
    ++accepted;
    INFO(text);
    const std::string canonical = canonical_url(text);
    if (parse_url(text)->host.find(':') != std::string::npos) continue;
    REQUIRE(canonical_url(canonical) == canonical);
  }
  CHECK(accepted > 100);
}

TEST_CASE("texts of any bytes have a width and can be cut") {
  Noise noise(5);
  for (int i = 0; i < 3000; ++i) {
    const std::string text =
        i % 2 == 0 ? noise.bytes(60)
                   : noise.pieces({"a", "日", "\u0301", "\u200D", "👍", "🏽", "\xf0", "\n"}, 30);
    const std::size_t width = static_cast<std::size_t>(i) % 20;
    INFO(hex_encode(text));
    REQUIRE(display_width(fit_width(text, width)) <= width);
    REQUIRE(is_valid_utf8(to_valid_utf8(text)));
    REQUIRE(is_valid_utf8(without_control_characters(text)));
    REQUIRE(without_control_characters(text).find('\n') == std::string::npos);
  }
}

TEST_CASE("any pattern meets any path") {
  Noise noise(6);
  int matches = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string path = noise.pieces({"a", "b", "/"}, 8);
    const std::string pattern = noise.pieces({"a", "b", "/", "*", "?", "**/", "**"}, 8);
    if (glob_matches(pattern, path)) ++matches;
    REQUIRE(glob_matches(path, path));
    REQUIRE(edit_distance(path, pattern) <= std::max(path.size(), pattern.size()));
  }
  CHECK(matches > 100);
}

}  // namespace
}  // namespace usagestat::base
