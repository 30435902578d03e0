// SPDX-License-Identifier: MIT
// ctx.oauth.keptToken and ctx.util.activeAccount; refresh() itself is tested by the providers'
// stories.
#include <catch2/catch_test_macros.hpp>

#include "unit/plugin_host/probe_world.hpp"

namespace usagestat::plugin_host {
namespace {

struct TokenWorld : ProbeWorld {
  // What keptToken gives for a refresh token, and how often something was redeemed.
  std::string token(const std::string& refresh_token, const std::string& used = "null") {
    return value(
        "var redeemed = 0; var got = ctx.oauth.keptToken({refreshToken: " + refresh_token +
        ", usedAccessToken: " + used +
        ", redeem: function (token) { redeemed++; return {accessToken: 'access of ' + token + "
        "' at ' + Date.now() % 100000, raw: {expires_in: 600}}; }});"
        "return [got && got.accessToken, got && got.refreshed, redeemed];");
  }
};

TEST_CASE("a token is redeemed once and kept while it lasts") {
  TokenWorld world;
  world.world.clock.set(base::TimePoint(base::Milliseconds(1'770'000'000'000)));
  CHECK(world.token("'one'") == R"(["access of one at 0",true,1])");
  world.world.clock.advance(std::chrono::seconds(500));
  CHECK(world.token("'one'") == R"(["access of one at 0",false,0])");
  // Within a minute of its end it is not used any more.
  world.world.clock.advance(std::chrono::seconds(41));
  CHECK(world.token("'one'") == R"(["access of one at 41000",true,1])");
}

TEST_CASE("a kept token that was refused makes room for a new one") {
  TokenWorld world;
  world.world.clock.set(base::TimePoint(base::Milliseconds(1'770'000'000'000)));
  CHECK(world.token("'one'") == R"(["access of one at 0",true,1])");
  CHECK(world.token("'one'", "'access of one at 0'") == R"(["access of one at 0",true,1])");
  CHECK(world.token("'one'", "'something else'") == R"(["access of one at 0",false,0])");
}

TEST_CASE("another login never gets a kept token") {
  TokenWorld world;
  CHECK(world.token("'one'").find("access of one") != std::string::npos);
  CHECK(world.token("'two'").find("access of two") != std::string::npos);
  CHECK(world.token("null") == "[null,null,0]");
}

TEST_CASE("what is kept names no refresh token and is the user's alone") {
  TokenWorld world;
  (void)world.token("'refresh-secret'");
  const auto path = world.request.plugin_data_directory / "token.json";
  system::Filesystem& filesystem = world.world.filesystem;
  const auto kept = filesystem.read_file(path);
  REQUIRE(kept.has_value());
  CHECK(kept->find("\"access of refresh-secret") != std::string::npos);
  CHECK(kept->find("\"refresh-secret\"") == std::string::npos);
  CHECK(filesystem.info(path)->mode == 0600);
}

TEST_CASE("a damaged file of kept tokens is replaced") {
  TokenWorld world;
  for (const std::string damaged : {"{", "[]", "7", ""}) {
    world.world.filesystem.put(world.request.plugin_data_directory / "token.json", damaged);
    CHECK(world.token("'one'").find(",true,1]") != std::string::npos);
  }
}

TEST_CASE("of several accounts the active one is taken, else the first that is on") {
  ProbeWorld world;
  const auto account = [&world](const std::string& document) {
    return world.value("var found = util.activeAccount(" + document +
                       ", 'x'); return found && found.n;");
  };
  CHECK(account("{accounts: [{n: 0}, {n: 1}, {n: 2}], activeIndexByFamily: {x: 2, y: 1}, "
                "activeIndex: 1}") == "2");
  CHECK(account("{accounts: [{n: 0}, {n: 1}], activeIndexByFamily: {y: 0}, activeIndex: 1}") ==
        "1");
  CHECK(account("{accounts: [{n: 0}, {n: 1}], activeAccountIndex: 1}") == "1");
  CHECK(account("{accounts: [{n: 0, enabled: false}, {n: 1}], activeIndex: 0}") == "1");
  CHECK(account("{accounts: [{n: 0}], activeIndex: 7}") == "0");
  CHECK(account("{accounts: [{n: 0}], activeIndex: -1}") == "0");
  CHECK(account("{accounts: [{n: 0}], activeIndex: 'length'}") == "0");
  for (const std::string document :
       {"null", "7", "{}", "{accounts: {}}", "{accounts: []}", "{accounts: [{enabled: false}]}"})
    CHECK(account(document) == "null");
}

}  // namespace
}  // namespace usagestat::plugin_host
