// SPDX-License-Identifier: MIT
#include "base/glob.hpp"

#include <chrono>
#include <string>

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

TEST_CASE("a star stays within its component") {
  CHECK(glob_matches("/a/b.json", "/a/b.json"));
  CHECK_FALSE(glob_matches("/a/b.json", "/a/bxjson"));
  CHECK(glob_matches("/a/*.json", "/a/b.json"));
  CHECK(glob_matches("/a/*", "/a/.hidden"));
  CHECK(glob_matches("*a*b*c*", "xxaxxbxxcxx"));
  CHECK(glob_matches("/*/x/*", "/a/x/b"));
  CHECK_FALSE(glob_matches("/a/*", "/a/b/c"));
  CHECK_FALSE(glob_matches("/a/*.json", "/a/b/c.json"));
  CHECK_FALSE(glob_matches("/a/*", "/b/a"));
  CHECK_FALSE(glob_matches("*a*b", "ab/b"));
}

TEST_CASE("a question mark is one byte of a component") {
  CHECK(glob_matches("/a?c", "/abc"));
  CHECK_FALSE(glob_matches("/a?c", "/ac"));
  CHECK_FALSE(glob_matches("/a?c", "/a/c"));
}

TEST_CASE("two stars cross components") {
  CHECK(glob_matches("/a/**", "/a/b"));
  CHECK(glob_matches("/a/**", "/a/b/c"));
  CHECK_FALSE(glob_matches("/a/**", "/a"));
  CHECK_FALSE(glob_matches("/a/**", "/ab/c"));
  CHECK(glob_matches("/a/**/x", "/a/x"));
  CHECK(glob_matches("/a/**/x", "/a/b/c/x"));
  CHECK_FALSE(glob_matches("/a/**/x", "/a/b/cx"));
  CHECK_FALSE(glob_matches("/a/**/x", "/a/x/y"));
  CHECK(glob_matches("**/x", "x"));
  CHECK(glob_matches("**/x", "a/b/x"));
  CHECK(glob_matches("**", "a/b"));
  CHECK(glob_matches("/a/**/b/**/*.js", "/a/b/1/b/2/3.js"));
  CHECK(glob_matches("/a/**/b*/c", "/a/bx/d/by/c"));
  CHECK_FALSE(glob_matches("/a/**/b*/c", "/a/bx/d/c"));
}

TEST_CASE("two stars beside other characters stay within the component") {
  CHECK(glob_matches("/a**b", "/axxb"));
  CHECK_FALSE(glob_matches("/a**/b", "/a/x/b"));
  CHECK(glob_matches("/a**/b", "/ax/b"));
  CHECK_FALSE(glob_matches("/a**", "/a/b"));
}

TEST_CASE("empty sides and case") {
  CHECK(glob_matches("", ""));
  CHECK(glob_matches("*", ""));
  CHECK_FALSE(glob_matches("**", ""));
  CHECK_FALSE(glob_matches("", "a"));
  CHECK_FALSE(glob_matches("a", ""));
  CHECK_FALSE(glob_matches("/A", "/a"));
}

TEST_CASE("hopeless patterns end soon") {
  const auto start = std::chrono::steady_clock::now();
  std::string stars;
  std::string components;
  for (int i = 0; i < 50; ++i) {
    stars += "*a";
    components += "**/a/";
  }
  CHECK_FALSE(glob_matches(stars + "b", std::string(5000, 'a')));
  std::string path;
  for (int i = 0; i < 2000; ++i) path += "a/";
  CHECK_FALSE(glob_matches(components + "b", path + "c"));
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

}  // namespace
}  // namespace usagestat::base
