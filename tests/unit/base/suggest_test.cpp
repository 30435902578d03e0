// SPDX-License-Identifier: MIT
#include "base/suggest.hpp"

#include <catch2/catch_test_macros.hpp>

namespace usagestat::base {
namespace {

using Words = std::vector<std::string>;

TEST_CASE("distances") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("abcd", "acbd") == 1);
  CHECK(edit_distance("ca", "abc") == 3);
  CHECK(edit_distance("ABC", "abc") == 0);
  CHECK(edit_distance("refresh", "refersh") == edit_distance("refersh", "refresh"));
}

TEST_CASE("the nearest known words, best first") {
  const Words known{"alpha", "alphabet", "beta", "bets", "gamma-ray", "z"};
  CHECK(nearest_words("alpa", known) == Words{"alpha"});
  CHECK(nearest_words("ALPHA", known) == Words{"alpha", "alphabet"});
  CHECK(nearest_words("beat", known) == Words{"beta"});
  CHECK(nearest_words("betx", known) == Words{"beta", "bets"});
  CHECK(nearest_words("betx", known, 1) == Words{"beta"});
  CHECK(nearest_words("gam", known) == Words{"gamma-ray"});
}

TEST_CASE("nothing is suggested when nothing is near") {
  const Words known{"alpha", "beta"};
  CHECK(nearest_words("unrelated", known).empty());
  CHECK(nearest_words("", known).empty());
  CHECK(nearest_words("alpha", {}).empty());
  CHECK(nearest_words(std::string(1000000, 'a'), known).empty());
}

TEST_CASE("a word known twice is suggested once") {
  CHECK(nearest_words("beta", {"beta", "beta"}) == Words{"beta"});
}

}  // namespace
}  // namespace usagestat::base
