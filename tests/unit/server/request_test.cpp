// SPDX-License-Identifier: MIT
#include "server/request.hpp"

#include <catch2/catch_test_macros.hpp>

#include "server/response.hpp"

namespace usagestat::server {
namespace {

std::vector<std::string> segments_of(const std::string& target) {
  Request request;
  request.method = "GET";
  return read_target(target, request) ? request.segments : std::vector<std::string>{"refused"};
}

using Words = std::vector<std::string>;

TEST_CASE("a target is taken apart") {
  CHECK(segments_of("/") == Words{});
  CHECK(segments_of("//a///b/") == Words{"a", "b"});
  CHECK(segments_of("/a%20b?c=d#e") == Words{"a b"});
  CHECK(segments_of("http://localhost:1") == Words{});
  CHECK(segments_of("HTTPS://localhost/a") == Words{"a"});
  for (const char* wrong : {"", "a", "ftp://x/", "*", "javascript:1"})
    CHECK(segments_of(wrong) == Words{"refused"});
  Request request;
  request.method = "OPTIONS";
  CHECK(read_target("*", request));
}

TEST_CASE("parameters are decoded, the first one of a name counts") {
  Request request;
  REQUIRE(read_target("/x?a=1%2B1&&b&a=2&c+d=e=f", request));
  CHECK(request.parameter("a") == "1+1");
  CHECK(request.parameter("b") == "");
  CHECK(request.parameter("c d") == "e=f");
  CHECK(!request.parameter("e"));
}

TEST_CASE("entity tags are compared weakly, in lists") {
  CHECK(matches_etag("\"a\"", "\"a\""));
  CHECK(matches_etag(" W/\"b\" , \"a\"", "\"a\""));
  CHECK(matches_etag("*", "\"a\""));
  CHECK(!matches_etag("a", "\"a\""));
  CHECK(!matches_etag("*", ""));
}

}  // namespace
}  // namespace usagestat::server
